using M4sh.SignalingApi.Signaling;
using M4sh.SignalingApi.Signaling.Rooms;
using M4sh.SignalingApi.Tests.Signaling.Negotiations;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.SignalingApi.Tests.Signaling;

/// <summary>What the server does when it is time, on two replicas with one clock of the test's.</summary>
public sealed class DeadlineTests(SignalingFixture fixture) : SignalingTests(fixture)
{
    // The service's own looks are far away: the test does them.
    private static readonly Dictionary<string, string?> OwnLooks = new()
    {
        ["Signaling:NodeBeat"] = "00:05:00",
        ["Signaling:NodeTimeout"] = "00:12:00",
        ["Sessions:MaxDuration"] = "01:45:00",
    };

    private readonly FrozenClock _clock = new();
    private ApiReplica[] _replicas = [];

    [Fact]
    public async Task Ice_AnsweredAndNobodyConnected_IsToldTwiceThenTheSessionEnds()
    {
        var (host, guest) = await ConnectAsync("answered");
        await NegotiateAsync(host, guest);

        await AdvanceAsync(9);
        host.AssertNothingMore();
        await AdvanceAsync(1);
        await AssertTimeoutAsync("all", host, guest);
        await AdvanceAsync(29);
        host.AssertNothingMore();
        await AdvanceAsync(1);
        await AssertTimeoutAsync("relay", host, guest);
        await AdvanceAsync(30);

        foreach (var peer in (WirePeer[])[host, guest])
        {
            var state = await peer.NextAsync("SessionState");
            Assert.Equal(("ended", "ice_failed"), (state.GetProperty("status").GetString(), state.GetProperty("end_reason").GetString()));
            Assert.Equal("session_ended", (await peer.UntilAsync("Disconnect")).GetProperty("reason").GetString());
        }
    }

    [Fact]
    public async Task Ice_RestartedAfterTheFirst_Has10SecondsAgain()
    {
        var (host, guest) = await ConnectAsync("restarted");
        await NegotiateAsync(host, guest);
        await AdvanceAsync(10);
        await AssertTimeoutAsync("all", host, guest);

        await NegotiateAsync(host, guest);
        await AdvanceAsync(10);

        await AssertTimeoutAsync("relay", host, guest);
    }

    [Fact]
    public async Task Ice_NoAnswerFor30Seconds_IsTold()
    {
        var (host, guest) = await ConnectAsync("unanswered");

        await AdvanceAsync(29);
        host.AssertNothingMore();
        await AdvanceAsync(1);

        await AssertTimeoutAsync("all", host, guest);
    }

    [Fact]
    public async Task Ice_OneRoomCannotBeLookedAt_IsToldInTheOthers()
    {
        var (failing, _) = await ConnectAsync("failing");
        var (host, guest) = await ConnectWiresAsync(_replicas[0], _replicas[1]);
        await using var broken = await BrokenKey.BreakAsync(Redis, RoomKeys.Of(failing.Join.Session.Id)[2]);

        await AdvanceAsync(30);

        await AssertTimeoutAsync("all", host, guest);
    }

    [Fact]
    public async Task Ice_OneIsConnected_IsQuietUntilItFailed()
    {
        var (host, guest) = await ConnectAsync("connected");
        await NegotiateAsync(host, guest);
        await guest.SendAsync("ConnectionState", new { state = "connected" });
        await host.NextAsync("SessionState");
        await guest.NextAsync("SessionState");

        await AdvanceAsync(60);
        await NegotiateAsync(guest, host);
        await AdvanceAsync(60);
        host.AssertNothingMore();
        guest.AssertNothingMore();
        await guest.SendAsync("ConnectionState", new { state = "failed" });
        await NegotiateAsync(host, guest);
        await AdvanceAsync(10);

        await AssertTimeoutAsync("all", host, guest);
    }

    [Fact]
    public async Task Token_AboutToExpire_GetsASuccessorThatOpensAConnection()
    {
        var (host, guest) = await ConnectAsync("expiring");
        await host.SendAsync("ConnectionState", new { state = "connected" });
        await guest.NextAsync("SessionState");

        await TalkOnAsync(57, host, guest);
        guest.AssertNothingMore();
        await AdvanceAsync(2 * 60);
        var expiring = await guest.NextAsync("TokenExpiring");

        // An hour like the first, but the call may not last as long; then no more.
        Assert.Equal(_clock.GetUtcNow() + TimeSpan.FromMinutes(46), expiring.GetProperty("token_expires_at").GetDateTimeOffset(), TimeSpan.FromMinutes(1));
        await TalkOnAsync(44, host, guest);
        guest.AssertNothingMore();
        var again = Add(new WirePeer(_replicas[1], guest.Join, expiring.GetProperty("token").GetString()));
        Assert.True((await again.JoinAsync(guest.Epoch, lastSeq: 0)).GetProperty("resumed").GetBoolean());
    }

    private async Task<(WirePeer Host, WirePeer Guest)> ConnectAsync(string name)
    {
        _replicas = [.. new[] { "a", "b" }.Select(part => Start($"{name}-{part}", OwnLooks, services => services.AddSingleton<TimeProvider>(_clock)))];

        // Sessions and tokens are made by the system's clock, and on a busy machine replicas take minutes to start.
        _clock.CatchUp();
        return await ConnectWiresAsync(_replicas[0], _replicas[1]);
    }

    /// <summary>Minutes pass, and nobody is silent for as long as makes it look gone: the connections are looked at by the test's clock too.</summary>
    private async Task TalkOnAsync(int minutes, params WirePeer[] peers)
    {
        for (; minutes > 0; minutes -= 4)
        {
            await AdvanceAsync(Math.Min(minutes, 4) * 60);
            foreach (var peer in peers)
                await peer.SendAsync("ConnectionState", new { state = "connected" });
        }
    }

    private async Task AdvanceAsync(int seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        foreach (var replica in _replicas)
            await replica.Services.GetRequiredService<DeadlineWatch>().RunCycleAsync(Cancel);
    }

    private static async Task NegotiateAsync(WirePeer offerer, WirePeer answerer)
    {
        await offerer.SendAsync("Offer", new { sdp = "v=0" });
        var seq = await answerer.NextSeqAsync("Offer");
        await answerer.SendAsync("Answer", new { sdp = "v=0", offer_seq = seq });
        await offerer.NextAsync("Answer");
    }

    private static async Task AssertTimeoutAsync(string policy, params WirePeer[] peers)
    {
        foreach (var peer in peers)
        {
            var timeout = await peer.NextAsync("IceTimeout");
            Assert.True(timeout.GetProperty("restart_ice").GetBoolean());
            Assert.Equal(policy, timeout.GetProperty("ice_transport_policy").GetString());
        }

        foreach (var peer in peers)
            peer.AssertNothingMore();
    }
}
