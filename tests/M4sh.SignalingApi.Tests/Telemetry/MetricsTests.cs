using System.Globalization;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Json;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.ServiceDefaults;
using M4sh.SignalingApi.Sessions;
using M4sh.SignalingApi.Tests.Signaling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.SignalingApi.Tests.Telemetry;

/// <summary>The names of PROTOCOL §7 that are about sessions, as Prometheus reads them.</summary>
[Collection(TelemetryCollection.Name)]
public sealed class MetricsTests(ApiFixture fixture) : ApiTests(fixture)
{
    [Fact]
    public async Task Metrics_AfterACall_TellOfIt()
    {
        var (host, guest) = (Api.As(NewUser("host")), Api.As(NewUser("guest")));
        var session = await CreateAsync(host);
        await using var hostPeer = new TestPeer(Api, (await JoinAsync(host, session.Id)).Token);
        await using var guestPeer = new TestPeer(Api, (await JoinAsync(guest, session.Id)).Token);
        await hostPeer.ConnectAsync(Cancelled);
        await guestPeer.ConnectAsync(Cancelled);
        await hostPeer.NextAsync<PeerJoined>(Cancelled);
        await guestPeer.Connection.SendOfferAsync("v=0", Cancelled);
        await hostPeer.NextAsync<OfferRelay>(Cancelled);

        // The call began an hour ago, and it is its beginning that counts, not who came last.
        await using (var db = Fixture.CreateDbContext())
            await db.Database.ExecuteSqlAsync($"UPDATE sessions SET started_at = started_at - interval '1 hour' WHERE id = {session.Id}", Cancelled);

        await hostPeer.Connection.SendConnectionStateAsync(new() { State = PeerConnectionState.Connected }, Cancelled);
        await guestPeer.Connection.SendConnectionStateAsync(new() { State = PeerConnectionState.Connected }, Cancelled);

        var ends = Api.Services.GetRequiredService<SessionMetrics>();
        foreach (var reason in Enum.GetValues<EndReason>())
            ends.Ended(reason);

        // Once: the exporter keeps an answer for a while.
        var metrics = await Api.Root().GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancelled);

        // Connected once, though both said so.
        Assert.Equal(1, ValueOf(metrics, $"{WebRtcInstruments.CallSetup}_count"));
        Assert.InRange(ValueOf(metrics, $"{WebRtcInstruments.CallSetup}_sum"), 3600, 3660);
        Assert.Equal(2, ValueOf(metrics, WebRtcInstruments.PeersConnected));
        Assert.True(ValueOf(metrics, WebRtcInstruments.SignalingMessagesWaiting) >= 0);
        Assert.True(ValueOf(metrics, WebRtcInstruments.QosSamplesWaiting) <= ValueOf(metrics, WebRtcInstruments.QosSamplesWaitingLimit));
        Assert.Equal(1, ValueOf(metrics, $"{WebRtcInstruments.SignalingRelay}_count"));
        Assert.Equal(1, ValueOf(metrics, WebRtcInstruments.SignalingMessages, "type=\"offer\"", "transport=\"hub\""));
        Assert.Equal(2, ValueOf(metrics, WebRtcInstruments.SignalingMessages, "type=\"connection-state\"", "transport=\"hub\""));
        Assert.Equal(1, ValueOf(metrics, WebRtcInstruments.IceFailures, "reason=\"ice_failed\""));
        foreach (var cause in Enum.GetValues<IceFailureReason>())
            Assert.Equal(0, ValueOf(metrics, WebRtcInstruments.IceFailures, $"reason=\"{SnakeCase.Write(cause)}\""));

        foreach (var id in (string[])[session.Id.ToString(), hostPeer.UserId, guestPeer.UserId])
            Assert.DoesNotContain(id, metrics, StringComparison.Ordinal);
    }

    private static double ValueOf(string metrics, string name, params string[] labels)
    {
        var line = Assert.Single(metrics.Split('\n'), line => line.StartsWith(name, StringComparison.Ordinal) && (line[name.Length] is ' ' or '{')
            && labels.All(label => line.Contains(label, StringComparison.Ordinal)));
        return double.Parse(line[name.Length..].Split('}')[^1].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
    }
}
