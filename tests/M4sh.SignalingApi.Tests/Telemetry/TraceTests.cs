using System.Diagnostics;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Tests.Signaling;

namespace M4sh.SignalingApi.Tests.Telemetry;

[Collection(TelemetryCollection.Name)]
public sealed class TraceTests(ApiFixture fixture) : ApiTests(fixture)
{
    private const string Http = "Microsoft.AspNetCore";
    private const string Npgsql = "Npgsql";
    private const string Redis = "M4sh.Redis";
    private const string Signaling = "M4sh.Signaling";

    [Fact]
    public async Task Call_OverTwoReplicas_IsOneTrace()
    {
        var spans = new RecordedSpans();
        await CallAsync(spans, Api.As(NewUser("host")));

        var create = await spans.FindAsync(IsCreate, Cancelled);
        var trace = create.TraceId;
        var sent = await FindAsync(Signaling, "receive offer");
        var delivered = await FindAsync(Signaling, "deliver offer");
        await FindAsync(Signaling, "receive disconnected");
        Assert.Equal(sent.SpanId, delivered.ParentSpanId);
        Assert.True(delivered.HasRemoteParent);
        Assert.Contains(spans.In(trace), span => IsChildOf(span, Npgsql, create));
        Assert.Contains(spans.In(trace), span => IsChildOf(span, Redis, sent) && span.OperationName == "room.relay");
        Assert.Contains(spans.In(trace), span => IsChildOf(span, Redis, sent) && span.OperationName == "PUBLISH");
        var report = await FindAsync(Signaling, "receive connection-state");
        Assert.Contains(spans.In(trace), span => IsChildOf(span, Npgsql, report));
        Assert.All(spans.In(trace).Where(span => span.Source.Name == Redis), AssertFollowsConventions);

        // A request that did something to the session keeps its own trace, and each leads to the other.
        var mark = await FindAsync("M4sh.Sessions", "session joined");
        var join = await spans.FindAsync(span => span.Source.Name == Http && span.Context == Assert.Single(mark.Links).Context, Cancelled);
        Assert.NotEqual(trace, join.TraceId);
        Assert.Contains(join.Links, link => link.Context.TraceId == trace);

        Task<Activity> FindAsync(string source, string name) =>
            spans.FindAsync(span => span.TraceId == trace && span.Source.Name == source && span.DisplayName == name, Cancelled);
    }

    [Fact]
    public async Task Call_NotSampled_LeavesNoSpan()
    {
        var spans = new RecordedSpans();
        using var unsampled = new Activity("unsampled").SetIdFormat(ActivityIdFormat.W3C);
        await CallAsync(spans, Api.As(NewUser("host")), unsampled);

        await spans.FindAsync(span => span.Source.Name == Http, Cancelled);
        Assert.Empty(spans.In(unsampled.TraceId));
    }

    [Fact]
    public async Task Request_LimitedAndItsTokenRevoked_TracesItsCallsToRedis()
    {
        var spans = new RecordedSpans();
        var replica = Fixture.StartReplica($"limited-{Guid.CreateVersion7()}", services: spans.Record);
        var host = replica.As(NewUser("host"));
        var join = await JoinAsync(host, (await CreateAsync(host)).Id);
        using var revoked = await PostAsync(host, $"sessions/{join.Session.Id}/token/revoke/", $$"""{"token": "{{join.Token}}"}""");
        using var refused = await PostAsync(replica.With(join.Token), "/hubs/signaling/negotiate?negotiateVersion=1");

        var revoke = await spans.FindAsync(span => span.Source.Name == Http && span.DisplayName.EndsWith("/token/revoke/", StringComparison.Ordinal), Cancelled);
        var negotiate = await spans.FindAsync(span => span.Source.Name == Http && span.DisplayName.EndsWith("/negotiate", StringComparison.Ordinal), Cancelled);
        AssertFollowsConventions(Assert.Single(spans.All, span => IsChildOf(span, Redis, revoke) && span.OperationName == "rate.take"));
        AssertFollowsConventions(Assert.Single(spans.All, span => IsChildOf(span, Redis, revoke) && span.OperationName == "SET"));
        AssertFollowsConventions(Assert.Single(spans.All, span => IsChildOf(span, Redis, negotiate) && span.OperationName == "GET"));
    }

    /// <summary>A host on a replica, a guest on another; an offer from one to the other, and what they say of the connection.</summary>
    private async Task CallAsync(RecordedSpans spans, HttpClient host, Activity? cause = null)
    {
        var first = Fixture.StartReplica($"traced-{Guid.CreateVersion7()}", services: spans.Record);
        var second = Fixture.StartReplica($"other-{Guid.CreateVersion7()}");
        cause?.Start();
        var session = await CreateAsync(host);
        cause?.Stop();
        var (hostJoin, guestJoin) = (await JoinAsync(host, session.Id), await JoinAsync(Api.As(NewUser("guest")), session.Id));
        await using var hostPeer = new TestPeer(first, hostJoin.Token);
        await using var guestPeer = new TestPeer(second, guestJoin.Token);
        await hostPeer.ConnectAsync(Cancelled);
        await guestPeer.ConnectAsync(Cancelled);
        await hostPeer.NextAsync<PeerJoined>(Cancelled);
        await guestPeer.Connection.SendOfferAsync("v=0", Cancelled);
        await hostPeer.NextAsync<OfferRelay>(Cancelled);
        await hostPeer.Connection.SendConnectionStateAsync(new() { State = PeerConnectionState.Connected }, Cancelled);
    }

    private static bool IsCreate(Activity span) => span.Source.Name == Http && span.DisplayName.StartsWith("POST", StringComparison.Ordinal)
        && span.DisplayName.EndsWith("/sessions/", StringComparison.Ordinal);

    private static bool IsChildOf(Activity span, string source, Activity parent) => span.Source.Name == source && span.ParentSpanId == parent.SpanId;

    private static void AssertFollowsConventions(Activity span)
    {
        Assert.Equal(ActivityKind.Client, span.Kind);
        Assert.Equal("redis", span.GetTagItem("db.system.name"));
        Assert.Contains((string?)span.GetTagItem("db.operation.name"), (string[])["EVALSHA", "HGETALL", "PUBLISH", "DEL", "GET", "SET"]);
    }
}
