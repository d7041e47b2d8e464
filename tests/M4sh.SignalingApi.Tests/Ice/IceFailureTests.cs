using System.Text.Json;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Sessions;
using M4sh.SignalingApi.Ice;
using M4sh.SignalingApi.Signaling;
using M4sh.SignalingApi.Tests.Signaling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.SignalingApi.Tests.Ice;

/// <summary>Why a call finds no path, on two replicas with one clock of the test's.</summary>
public sealed class IceFailureTests(SignalingFixture fixture) : SignalingTests(fixture)
{
    private const string Host = "candidate:1 1 udp 2122260223 192.0.2.1 4000 typ host generation 0";
    private const string Tcp6 = "candidate:3 1 tcp 1518280447 2001:db8::7 9 typ host tcptype active generation 0 ufrag abcd";
    private const string Relay = "candidate:2 1 udp 41885439 203.0.113.1 5000 typ relay raddr 198.51.100.1 rport 6000";

    // The service's own looks are far away: the test does them.
    private static readonly Dictionary<string, string?> OwnLooks = new()
    {
        ["Signaling:NodeBeat"] = "00:05:00",
        ["Signaling:NodeTimeout"] = "00:12:00",
    };

    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private ApiReplica[] _replicas = [];

    [Theory]
    [InlineData(null, 0, true, IceFailureReason.NoCandidates)]
    [InlineData(null, 0, false, IceFailureReason.Timeout)]
    [InlineData(null, 1, true, IceFailureReason.NoRelay)]
    [InlineData(null, 2 + 4, true, IceFailureReason.NoRelay)]
    [InlineData(null, 1 + 8, true, IceFailureReason.Timeout)]
    [InlineData(IceFailureReason.TurnUnauthorized, 1 + 8, true, IceFailureReason.TurnUnauthorized)]
    public void Cause_OfWhatIsKnown_IsNamed(IceFailureReason? reported, int sent, bool isSentKnown, IceFailureReason cause) => Assert.Equal(
        cause, IceFailureCause.Of(reported is { } reason ? new() { Reason = reason } : null, (IceCandidateKinds)sent, isSentKnown));

    [Fact]
    public async Task Ice_NobodyConnectsIn10Seconds_IsNamedForBothPeersOnce()
    {
        var (host, guest) = await ConnectAsync("named");
        await NegotiateAsync(host, guest);
        await host.SendCandidateAsync(Host);
        await host.SendAsync("IceCandidate", new { candidates = new object?[] { new { candidate = Relay }, null } });
        await guest.SendAsync("ConnectionState", new
        {
            state = "connecting",
            ice_failure = new { reason = "turn_unauthorized", code = 401, server = "turn:turn.test:3478?transport=udp" },
        });
        Assert.Empty(await FailuresAsync(host));

        await AdvanceAsync(10);
        await AdvanceAsync(30);

        var failures = await FailuresAsync(host);
        Assert.Equal(2, failures.Count);
        Assert.Equal(("timeout", "host relay"), Tell(failures[host.UserId]));
        Assert.Equal(("turn_unauthorized", ""), Tell(failures[guest.UserId]));
        Assert.Equal(401, failures[guest.UserId].GetProperty("code").GetInt32());
        Assert.Equal("turn:turn.test:3478?transport=udp", failures[guest.UserId].GetProperty("server").GetString());
    }

    [Fact]
    public async Task Ice_PeerSaysFailed_IsNamedAtOnce()
    {
        var (host, guest) = await ConnectAsync("failed");
        await NegotiateAsync(host, guest);
        await host.SendAsync("ConnectionState", new { state = "failed" });

        Assert.Equal(("no_candidates", ""), Tell(Assert.Single(await FailuresAsync(host)).Value));
    }

    [Theory]
    [InlineData("""{"reason": "magic"}""")]
    [InlineData("""{"reason": "timeout", "code": 7}""")]
    [InlineData("""{"reason": "timeout", "server": "user:password@turn"}""")]
    [InlineData("""{}""")]
    public async Task Failure_ThatIsNone_IsRefused(string failure)
    {
        var (host, _) = await ConnectAsync($"refused-{failure.Length}");

        Assert.Equal("invalid_request", await host.RefusalAsync("ConnectionState", new { state = "failed", ice_failure = JsonSerializer.Deserialize<JsonElement>(failure) }));
    }

    [Fact]
    public async Task Candidates_OfIPv6AndTcp_ArriveAsTheyWereSent()
    {
        var (host, guest) = await ConnectAsync("candidates");
        var sent = new[] { Tcp6, Relay }.Select(line => new { candidate = line, sdpMid = "0", sdpMLineIndex = 0, usernameFragment = "abcd" });
        await host.SendAsync("IceCandidate", new { candidates = sent.Cast<object?>().Append(null) });

        var received = (await guest.NextAsync("IceCandidate")).GetProperty("candidates");
        Assert.Equal(JsonSerializer.SerializeToElement(sent.Cast<object?>().Append(null)), received, JsonElement.DeepEquals);
    }

    [Fact]
    public async Task Credentials_BeforeTheyEnd_AreSentAnewOnAnyTransport()
    {
        var (host, guest) = await ConnectAsync("renewed", new()
        {
            ["TURN_SERVER_URL"] = "turn:turn.test", ["TURN_SECRET"] = "north", ["WebRtc:TurnCredentialTtl"] = "00:01:00", ["WebRtc:ProbeInterval"] = "00:10:00",
        });
        await AdvanceAsync(29);
        host.AssertNothingMore();
        await AdvanceAsync(1);
        foreach (var peer in (WirePeer[])[host, guest])
        {
            // With nobody connected the room's own watch over ICE is due at the same time.
            var fresh = await peer.UntilAsync("IceServers");
            Assert.Equal(_clock.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds(), fresh.GetProperty("expires_at").GetDateTimeOffset().ToUnixTimeSeconds());
            Assert.EndsWith($":{peer.UserId}", fresh.GetProperty("ice_servers")[1].GetProperty("username").GetString(), StringComparison.Ordinal);
        }

        var issued = (await ApiAs(host.UserId).GetEventsAsync(host.Join.Session.Id, Cancel)).Items.Where(item => item.Type == "ice_servers_issued");
        Assert.Equal(2, issued.Count(item => item.Data!.Value.GetProperty("via").GetString() == "renewal"));
    }

    private async Task<(WirePeer Host, WirePeer Guest)> ConnectAsync(string name, Dictionary<string, string?>? more = null)
    {
        var settings = OwnLooks.Concat(more ?? []).ToDictionary();
        _replicas = [.. new[] { "a", "b" }.Select(part => Start($"ice-{name}-{part}", settings, services => services.AddSingleton<TimeProvider>(_clock)))];
        return await ConnectWiresAsync(_replicas[0], _replicas[1]);
    }

    private async Task AdvanceAsync(int seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        foreach (var replica in _replicas)
            await replica.Services.GetRequiredService<DeadlineWatch>().RunCycleAsync(Cancel);
    }

    private async Task<Dictionary<string, JsonElement>> FailuresAsync(WirePeer peer) =>
        (await ApiAs(peer.UserId).GetEventsAsync(peer.Join.Session.Id, Cancel)).Items
            .Where(item => item.Type == "ice_failure").ToDictionary(item => item.UserId!, item => item.Data!.Value);

    private static (string? Reason, string Candidates) Tell(JsonElement failure) => (
        failure.GetProperty("reason").GetString(),
        string.Join(' ', failure.GetProperty("candidates").EnumerateArray().Select(kind => kind.GetString())));

    private static async Task NegotiateAsync(WirePeer offerer, WirePeer answerer)
    {
        await offerer.SendAsync("Offer", new { sdp = "v=0" });
        var seq = await answerer.NextSeqAsync("Offer");
        await answerer.SendAsync("Answer", new { sdp = "v=0", offer_seq = seq });
        await offerer.NextAsync("Answer");
    }
}
