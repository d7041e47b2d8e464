using System.Globalization;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.ServiceDefaults;
using M4sh.SignalingApi.Sessions;
using M4sh.SignalingApi.Tests.Signaling;
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
        await hostPeer.Connection.SendConnectionStateAsync(new() { State = PeerConnectionState.Connected }, Cancelled);
        await guestPeer.Connection.SendConnectionStateAsync(new() { State = PeerConnectionState.Connected }, Cancelled);

        var metrics = await ReadMetricsAsync();

        // Connected once, though both said so.
        Assert.Equal(1, ValueOf(metrics, $"{WebRtcInstruments.CallSetup}_count"));
        Assert.InRange(ValueOf(metrics, $"{WebRtcInstruments.CallSetup}_sum"), 0, 60);
        Assert.Equal(2, ValueOf(metrics, WebRtcInstruments.PeersConnected));
        Assert.Equal(1, ValueOf(metrics, $"{WebRtcInstruments.SignalingRelay}_count"));
        Assert.Equal(1, ValueOf(metrics, WebRtcInstruments.SignalingMessages, "type=\"offer\"", "transport=\"hub\""));
        Assert.Equal(2, ValueOf(metrics, WebRtcInstruments.SignalingMessages, "type=\"connection-state\"", "transport=\"hub\""));
        foreach (var id in (string[])[session.Id.ToString(), hostPeer.UserId, guestPeer.UserId])
            Assert.DoesNotContain(id, metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IceFailures_OtherEnds_AreNotCounted()
    {
        var metrics = Api.Services.GetRequiredService<SessionMetrics>();
        var none = await ReadMetricsAsync();
        foreach (var reason in Enum.GetValues<EndReason>())
            metrics.Ended(reason);

        var text = await ReadMetricsAsync();

        Assert.Equal(0, ValueOf(none, WebRtcInstruments.IceFailures, "reason=\"ice_failed\""));
        Assert.Equal(1, ValueOf(text, WebRtcInstruments.IceFailures, "reason=\"ice_failed\""));
        Assert.Single(text.Split('\n'), line => line.StartsWith($"{WebRtcInstruments.IceFailures}{{", StringComparison.Ordinal));
    }

    private Task<string> ReadMetricsAsync() => Api.Root().GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancelled);

    private static double ValueOf(string metrics, string name, params string[] labels)
    {
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join('\n', metrics.Split('\n').Where(line => line.Contains("webrtc_"))));
        var line = Assert.Single(metrics.Split('\n'), line => (line.StartsWith($"{name} ", StringComparison.Ordinal) || line.StartsWith($"{name}{{", StringComparison.Ordinal))
            && labels.All(label => line.Contains(label, StringComparison.Ordinal)));
        return double.Parse(line[(name.Length)..].Split('}')[^1].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
    }
}
