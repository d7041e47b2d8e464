using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using M4sh.Contracts.Sessions;
using M4sh.ServiceDefaults;
using M4sh.SignalingApi.Tests.Tokens;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.SignalingApi.Tests.Signaling;

/// <summary>The hub as a stock SignalR client sees it, without the SDK.</summary>
public sealed class HubTests(SignalingFixture fixture) : SignalingTests(fixture)
{
    [Fact]
    public async Task Connect_NegotiatedOnAnotherReplica_Works()
    {
        var (host, _) = await StartCallAsync();
        using var negotiation = new SendTo(First.Address);
        var connection = Hub(Second, host.Token, handler: negotiation);

        await connection.StartAsync(Cancel);

        Assert.Equal(["/hubs/signaling/negotiate"], negotiation.Paths);
        Assert.Equal(JsonValueKind.Object, (await connection.InvokeAsync<JsonElement>("Join", new { }, Cancel)).ValueKind);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    public async Task Connect_BadToken_IsUnauthorized(string? token)
    {
        var connection = Hub(First, token);

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => connection.StartAsync(Cancel));

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task Connect_PlatformToken_IsUnauthorized()
    {
        var connection = Hub(First, TestTokens.Platform("ann"));

        await Assert.ThrowsAsync<HttpRequestException>(() => connection.StartAsync(Cancel));
    }

    [Fact]
    public async Task Message_BeforeJoin_IsRefused()
    {
        var (host, _) = await StartCallAsync();
        var connection = Hub(First, host.Token);
        await connection.StartAsync(Cancel);

        Assert.Contains("invalid_request: Join first.", await RefusalAsync(connection, "Offer", new { sdp = "v=0" }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Offer", """{"sdp":5}""")]
    [InlineData("Offer", "{}")]
    [InlineData("Offer", """{"sdp":null}""")]
    [InlineData("Offer", """{"sdp":"v=0","sdp":"v=0"}""")]
    [InlineData("Offer", """{"sdp":"v=0","id":"00000000000000000000000000000000000000000000000000000000000000000"}""")]
    [InlineData("Offer", "null")]
    [InlineData("Offer", "[]")]
    [InlineData("Mute", """{"kind":"smell"}""")]
    [InlineData("Mute", """{"kind":0}""")]
    [InlineData("IceCandidate", "{}")]
    [InlineData("IceCandidate", """{"candidate":null,"candidates":[]}""")]
    [InlineData("ConnectionState", """{"state":"sideways"}""")]
    [InlineData("QualityStats", """{"rtt_ms":-1,"packet_loss_pct":0,"jitter_ms":0}""")]
    [InlineData("NoSuchMethod", "{}")]
    public async Task Message_Malformed_IsAnErrorAndTheConnectionStays(string method, string argument)
    {
        var (host, _) = await StartCallAsync();
        var connection = Hub(First, host.Token);
        await connection.StartAsync(Cancel);
        await connection.InvokeAsync("Join", new { }, Cancel);

        var refusal = await RefusalAsync(connection, method, JsonElement.Parse(argument));

        Assert.StartsWith("invalid_request: ", refusal, StringComparison.Ordinal);
        Assert.Equal("m1", (await connection.InvokeAsync<JsonElement>("Offer", new { sdp = "v=0", id = "m1" }, Cancel)).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Target_NotTheOther_IsNotFound()
    {
        var (host, guest) = await StartCallAsync();
        var connection = Hub(First, host.Token);
        await connection.StartAsync(Cancel);
        await connection.InvokeAsync("Join", new { }, Cancel);

        Assert.StartsWith("not_found: ", await RefusalAsync(connection, "Offer", Offer("somebody")), StringComparison.Ordinal);
        Assert.StartsWith("not_found: ", await RefusalAsync(connection, "Offer", Offer(host.Participant.UserId)), StringComparison.Ordinal);
        Assert.Equal(1, await SeqAsync(connection, Offer(guest.Participant.UserId)));

        var second = await ConnectAsync(Second, guest);
        Assert.StartsWith("not_found: ", await RefusalAsync(connection, "Offer", Offer(host.Participant.UserId)), StringComparison.Ordinal);
        Assert.Equal(2, await SeqAsync(connection, Offer(guest.Participant.UserId)));
        Assert.Equal(2, (await second.NextAsync<Contracts.Signaling.OfferRelay>(Cancel)).Seq);

        static object Offer(string target) => new { sdp = "v=0", target_user_id = target };
    }

    [Fact]
    public async Task Join_KnownEpoch_ContinuesIt()
    {
        var (host, guest) = await StartCallAsync();
        var first = await ConnectAsync(First, host);
        var second = await ConnectAsync(Second, guest);
        await first.NextAsync<Contracts.Signaling.PeerJoined>(Cancel);
        await second.Connection.SendOfferAsync("v=0", Cancel);
        await first.NextAsync<Contracts.Signaling.OfferRelay>(Cancel);
        var again = Hub(First, guest.Token);
        var joined = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        again.On<JsonElement>("Joined", joined.SetResult);
        await again.StartAsync(Cancel);

        await again.InvokeAsync("Join", new { epoch = second.Joined.Epoch, last_seq = 1 }, Cancel);

        var message = await joined.Task.WaitAsync(Cancel);
        Assert.Equal((second.Joined.Epoch, true), (message.GetProperty("epoch").GetString(), message.GetProperty("resumed").GetBoolean()));
        Assert.Equal((1, JsonValueKind.Null), (message.GetProperty("seq").GetInt64(), message.GetProperty("negotiation").ValueKind));
        Assert.Equal(("reconnected", second.UserId), await first.NextAsync<(string, string)>(Cancel));
    }

    [Fact]
    public async Task Metrics_Messages_AreCountedByTypeAndTransport()
    {
        var counted = new ConcurrentQueue<string>();
        var meters = First.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Name is WebRtcInstruments.SignalingMessages)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => counted.Enqueue(string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
        listener.Start();
        var (host, _) = await StartCallAsync();
        var peer = await ConnectAsync(First, host);

        await peer.Connection.SendIceCandidateAsync(null, Cancel);

        Assert.Equal(["type=join transport=hub", "type=ice-candidate transport=hub"], counted);
    }

    private HubConnection Hub(ApiReplica replica, string? token, SendTo? handler = null) => Add(new HubConnectionBuilder()
        .WithUrl(new Uri(replica.Address, "/hubs/signaling"), options =>
        {
            options.AccessTokenProvider = () => Task.FromResult(token);
            if (handler is not null)
            {
                options.HttpMessageHandlerFactory = inner =>
                {
                    handler.InnerHandler = inner;
                    return handler;
                };
            }
        })
        .Build());

    private static async Task<string> RefusalAsync(HubConnection connection, string method, object argument) =>
        (await Assert.ThrowsAsync<HubException>(() => connection.InvokeAsync<JsonElement>(method, argument, Cancel))).Message;

    private static async Task<long> SeqAsync(HubConnection connection, object offer) =>
        (await connection.InvokeAsync<JsonElement>("Offer", offer, Cancel)).GetProperty("seq").GetInt64();

    /// <summary>A balancer that brings plain HTTP to another replica than the sockets.</summary>
    private sealed class SendTo(Uri address) : DelegatingHandler
    {
        public List<string> Paths { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new(address, request.RequestUri!.PathAndQuery);
            Paths.Add(request.RequestUri.AbsolutePath);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
