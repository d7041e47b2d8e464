using M4sh.Console.Calls;
using M4sh.Console.Network;
using M4sh.Console.Tests.Fakes;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Tokens;

namespace M4sh.Console.Tests.Calls;

public sealed class TestCallActionTests
{
    private readonly CallWorld _world = new();

    [Fact]
    public async Task HangUp_APeerCannotBeClosed_EndsAllTheSame()
    {
        await using var call = await StartAsync(new() { Network = NetworkPreset.Clean });
        _world.Browser.CloseFailure = new InvalidOperationException("The page does not close it.");

        await call.HangUpAsync();

        Assert.Equal((CallStatus.Ended, true), (call.Status, call.IsKept));
        Assert.NotNull(call.Report);
        Assert.All(_world.Hub.Connections, connection => Assert.True(connection.Disposed));
        Assert.Throws<ObjectDisposedException>(() => call.Relay!.ForHost);
    }

    [Fact]
    public async Task Mute_Sound_ReachesPagePeerAndTheOther()
    {
        await using var call = await StartAsync();

        await call.Host.MuteAsync(MediaPermission.Audio, isMuted: true);
        await CallWorld.WhenAsync(call, () => call.Guest.OtherMuted.Count == 1);

        Assert.Equal([MediaPermission.Audio], call.Host.Muted);
        Assert.Contains("mute Audio", _world.Browser.Host.Calls);

        await call.Host.MuteAsync(MediaPermission.Audio, isMuted: false);
        await CallWorld.WhenAsync(call, () => call.Guest.OtherMuted.Count == 0);

        Assert.Empty(call.Host.Muted);
        Assert.Contains("unmute Audio", _world.Browser.Host.Calls);
    }

    [Fact]
    public async Task RestartIce_Connected_OffersWithNewCredentials()
    {
        await using var call = await StartAsync();

        await call.Host.RestartIceAsync();

        Assert.Contains("offer with ICE restart", _world.Browser.Host.Calls);
        Assert.Null(call.Problem);
    }

    [Fact]
    public async Task DropSignaling_Connected_CutsThatSidesOnly()
    {
        await using var call = await StartAsync();

        await call.Guest.DropSignalingAsync();

        Assert.Equal((0, 1), (_world.Hub.Host.Stops, _world.Hub.Guest.Stops));
        Assert.Equal(CallStatus.Connected, call.Status);
    }

    [Fact]
    public async Task Kill_OneSide_LeavesTheOtherAloneAndTheCallUp()
    {
        await using var call = await StartAsync();
        var (page, signaling) = (_world.Browser.Guest, _world.Hub.Guest);

        await call.Guest.KillAsync();
        await call.Host.ConnectionStateAsync(PeerConnectionState.Failed, null);

        Assert.True(page.Disposed && signaling.Disposed);
        Assert.DoesNotContain(_world.Api.Requests, request => request.EndsWith("/leave/", StringComparison.Ordinal));
        Assert.Equal((true, PeerConnectionState.Closed, CallStatus.Connected), (call.Guest.IsKilled, call.Guest.State, call.Status));
        Assert.Null(call.Problem);
    }

    [Fact]
    public async Task Reload_AfterAKill_JoinsAgainAsTheSameUserWithANewPeer()
    {
        await using var call = await StartAsync();
        var before = _world.Browser.Guest;
        await call.Guest.KillAsync();

        await call.ReloadAsync(call.Guest);

        Assert.NotSame(before, _world.Browser.Guest);
        await _world.Browser.Guest.CalledAsync("start servers=1").WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, _world.Api.Requests.Count(request => request.EndsWith("/join/", StringComparison.Ordinal)));
        Assert.False(call.Guest.IsKilled);
        Assert.Null(call.Problem);
    }

    [Fact]
    public async Task Duration_Over_HangsUp()
    {
        await using var call = await StartAsync(new() { Duration = TimeSpan.FromMinutes(1) });

        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await CallWorld.WhenAsync(call, () => call.IsOver);

        Assert.Equal((CallStatus.Ended, null), (call.Status, call.Problem));
    }

    [Fact]
    public async Task SignalingDropPreset_ItsTimeCome_CutsBoth()
    {
        await using var call = await StartAsync(new() { Network = NetworkPreset.SignalingDrop });
        Assert.Equal(0, _world.Hub.Host.Stops + _world.Hub.Guest.Stops);

        _world.Time.Advance(TimeSpan.FromSeconds(10));
        await CallWorld.WhenAsync(call, () => true);
        await call.HangUpAsync();

        Assert.Equal((1, 1), (_world.Hub.Host.Stops, _world.Hub.Guest.Stops));
    }

    [Fact]
    public async Task TcpOnly_NoTurnServer_FailsAndSaysSo()
    {
        await using var call = _world.NewCall(new() { Network = NetworkPreset.TcpOnly });

        await call.StartAsync();
        await CallWorld.WhenAsync(call, () => call.IsOver);

        Assert.Equal("no_turn_server", call.Problem?.Code);
    }

    [Fact]
    public async Task Network_Shaped_EachPeerIsToldOfTheRelayInThePlaceOfTheOther()
    {
        await using var call = await StartAsync(new() { Network = NetworkPreset.Clean });
        var relay = Assert.IsType<UdpRelay>(call.Relay);

        await call.Host.CandidatesAsync([new() { Candidate = "candidate:7 1 udp 5 192.0.2.9 9 typ host ufrag abcd" }]);
        await _world.Browser.Guest.CalledAsync($"candidate:1 1 udp 2122260223 127.0.0.1 {relay.ForGuest.Port} typ host generation 0 ufrag abcd")
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("start servers=0", _world.Browser.Host.Calls.First());
    }

    [Fact]
    public async Task Start_Everything_IsInTheInspectorWithoutTheToken()
    {
        await using var call = await StartAsync();

        var entries = call.Signaling.Entries;
        Assert.Contains(entries, entry => entry is { Side: "host", IsSent: true, Type: "offer" });
        Assert.Contains(entries, entry => entry is { Side: "guest", IsSent: false, Type: "offer", Seq: not null });
        Assert.Contains(entries, entry => entry.Type == "ack");
        Assert.All(entries, entry => Assert.DoesNotContain("token of", entry.Payload, StringComparison.Ordinal));
    }

    private async Task<TestCall> StartAsync(CallPlan? plan = null)
    {
        var call = _world.NewCall(plan);
        await call.StartAsync();
        await CallWorld.WhenAsync(call, () => call.Status == CallStatus.Connected || call.Problem is not null);
        Assert.Null(call.Problem);
        return call;
    }
}
