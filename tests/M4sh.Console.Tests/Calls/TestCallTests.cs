using System.Net;
using M4sh.Client.Signaling;
using M4sh.Console.Calls;
using M4sh.Console.Tests.Fakes;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using Microsoft.JSInterop;

namespace M4sh.Console.Tests.Calls;

public sealed class TestCallTests
{
    private readonly CallWorld _world = new();

    [Fact]
    public async Task Start_BothSidesNegotiate_IsConnectedWithEveryStepMarked()
    {
        await using var call = await StartAsync();
        await CallWorld.WhenAsync(call, () => call.Timeline.Steps.All(step => step.Key == CallSteps.Candidate || step.At is not null));

        Assert.Equal(CallStatus.Connected, call.Status);
        Assert.Equal(FakeApi.SessionId, call.SessionId);
        Assert.Null(call.Problem);
        Assert.All(call.Timeline.Steps.Where(step => step.Key != CallSteps.Candidate), step => Assert.NotNull(step.At));
    }

    [Fact]
    public async Task Start_HostIsImpolite_OffersOnceAndTheAnswerNamesTheOffer()
    {
        await using var call = await StartAsync();

        Assert.Matches("^host: offer of Host;guest: answer of Guest to [0-9]+;", string.Join(';', _world.Hub.Log) + ';');
        Assert.Equal("start servers=1", _world.Browser.Host.Calls.First());
        Assert.Equal("start servers=1", _world.Browser.Guest.Calls.First());
        Assert.DoesNotContain("offer", _world.Browser.Guest.Calls);
    }

    [Fact]
    public async Task Start_Connected_ReportsBothStatesAndNamesTheReplicas()
    {
        await using var call = await StartAsync();
        await CallWorld.WhenAsync(call, () => call.Sides.All(side => side.Replica is not null && _world.Hub.Log.Contains($"{side.Name}: Connected")));

        Assert.Equal("hub, replica of qa-host", call.Timeline.Steps.Single(step => step.Key == "signaling-host").Note);
    }

    [Fact]
    public async Task Start_ApiRefusesAStep_FailsWithItsCodeAndClosesEverything()
    {
        _world.Api.Refuse("/join/", HttpStatusCode.Unauthorized, "unauthorized", "The token is not good.");
        await using var call = _world.NewCall();

        await call.StartAsync();
        await call.HangUpAsync();

        Assert.Equal(CallStatus.Failed, call.Status);
        Assert.Equal("unauthorized", call.Problem?.Code);
        Assert.Equal("The token is not good.", call.Problem?.What);
        Assert.Contains("Auth:SigningKey", call.Problem?.Advice, StringComparison.Ordinal);
        Assert.True(_world.Browser.Host.Disposed && _world.Browser.Guest.Disposed);
    }

    [Fact]
    public async Task Start_BrowserRefuses_FailsAsBrowserError()
    {
        _world.Browser.Failure = new JSException("RTCPeerConnection is not defined");
        await using var call = _world.NewCall();

        await call.StartAsync();

        Assert.Equal(CallStatus.Failed, (await ClosedAsync(call)).Status);
        Assert.Equal("browser_error", call.Problem?.Code);
    }

    [Fact]
    public async Task Start_PeersNeverConnect_FailsAfterTheLimit()
    {
        _world.Browser.Connects = false;
        await using var call = _world.NewCall();
        await call.StartAsync();
        Assert.Equal(CallStatus.Starting, call.Status);

        _world.Time.Advance(TestCall.ConnectLimit);
        await CallWorld.WhenAsync(call, () => call.IsOver);

        Assert.Equal("connect_timeout", call.Problem?.Code);
        Assert.Equal(CallStatus.Failed, call.Status);
    }

    [Fact]
    public async Task HangUp_Connected_LeavesBothAndClosesEverything()
    {
        await using var call = await StartAsync();

        await call.HangUpAsync();

        Assert.Equal(CallStatus.Ended, call.Status);
        Assert.Equal(SessionStatus.Ended, call.FinalSession?.Status);
        Assert.Equal(2, _world.Api.Requests.Count(request => request.EndsWith("/leave/", StringComparison.Ordinal)));
        Assert.All(_world.Hub.Connections, connection => Assert.True(connection.Disposed));
        Assert.True(_world.Browser.Host.Disposed && _world.Browser.Guest.Disposed);
    }

    [Fact]
    public async Task HangUp_Twice_LeavesOnce()
    {
        await using var call = await StartAsync();

        await Task.WhenAll(call.HangUpAsync(), call.HangUpAsync());

        Assert.Equal(2, _world.Api.Requests.Count(request => request.EndsWith("/leave/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task HangUp_ApiGone_EndsAndSaysSo()
    {
        await using var call = await StartAsync();
        _world.Api.Refuse("/leave/", HttpStatusCode.ServiceUnavailable, "unavailable", "The database is away.");

        await call.HangUpAsync();

        Assert.Equal(CallStatus.Ended, call.Status);
        Assert.Equal("unavailable", call.Problem?.Code);
        Assert.All(_world.Hub.Connections, connection => Assert.True(connection.Disposed));
    }

    [Fact]
    public async Task Dispose_WhileItConnects_LeavesNothingOpen()
    {
        _world.Browser.Connects = false;
        var call = _world.NewCall();
        await call.StartAsync();

        await call.DisposeAsync();

        Assert.All(_world.Hub.Connections, connection => Assert.True(connection.Disposed));
        Assert.True(_world.Browser.Host.Disposed && _world.Browser.Guest.Disposed);
    }

    [Fact]
    public async Task Candidates_OfTheOther_ReachThePage()
    {
        await using var call = await StartAsync();

        await call.Host.CandidatesAsync([new RtcIceCandidateInit { Candidate = "candidate:1" }, null]);

        await _world.Browser.Guest.CalledAsync("candidates 2").WaitAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(call.Timeline.At(CallSteps.Candidate));
    }

    [Fact]
    public async Task SessionEnded_FromElsewhere_FailsWithTheReason()
    {
        await using var call = await StartAsync();

        _world.Hub.Host.Raise(nameof(ISignalingClient.SessionState), new SessionStateMessage { Status = SessionStatus.Ended, EndReason = EndReason.EndedByHost });

        await CallWorld.WhenAsync(call, () => call.Status == CallStatus.Failed);
        Assert.Equal("session_ended", call.Problem?.Code);
        Assert.Contains("ended_by_host", call.Problem?.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token_revoked", "token_revoked", "removed from the call")]
    [InlineData("replaced", "replaced", "another tab or browser")]
    [InlineData("too_slow", "signaling_closed", "too_slow")]
    public async Task Signaling_ClosedForGood_FailsWithTheServersLastWord(string reason, string code, string what)
    {
        await using var call = await StartAsync();

        _world.Hub.Guest.Raise(nameof(ISignalingClient.Disconnect), new DisconnectMessage { Action = DisconnectAction.Stop, Reason = reason });
        _world.Hub.Guest.Close();

        await CallWorld.WhenAsync(call, () => call.Status == CallStatus.Failed);
        Assert.Equal(code, call.Problem?.Code);
        Assert.Contains(what, call.Problem?.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PeerConnection_Failed_FailsTheCall()
    {
        await using var call = await StartAsync();

        await call.Guest.ConnectionStateAsync(PeerConnectionState.Failed, null);

        Assert.Equal("ice_failed", (await ClosedAsync(call)).Problem?.Code);
    }

    [Fact]
    public async Task Window_Complete_IsSentAsAnInboundSample()
    {
        await using var call = await StartAsync();

        await call.Host.WindowAsync(new() { RttMs = 1, PacketLossPct = 0, JitterMs = 2, BitrateKbps = 300, FrameWidth = 320 });

        var sample = Assert.Single(_world.Hub.Samples);
        Assert.Equal(StreamDirection.Inbound, sample.Direction);
        Assert.Equal((1, 0, 2, 300, 320), (sample.RttMs, sample.PacketLossPct, sample.JitterMs, sample.BitrateKbps, sample.FrameWidth));
        Assert.NotNull(sample.Id);
        Assert.Equal(1, call.Host.SamplesSent);
    }

    [Fact]
    public async Task Window_WithoutARoundTrip_SendsNothing()
    {
        await using var call = await StartAsync();

        await call.Host.WindowAsync(new() { PacketLossPct = 0, JitterMs = 2 });

        Assert.Empty(_world.Hub.Samples);
    }

    [Fact]
    public async Task Recommendation_ForTheGuest_IsTheGuests()
    {
        await using var call = await StartAsync();
        var advice = new QualityRecommendation { Quality = QualityLevel.Good, Recommendation = VideoRecommendation.P480, Mos = 4.1, Reasons = ["rtt_ms"] };

        await _world.Hub.Guest.RecommendAsync(advice);

        Assert.Same(advice, call.Guest.Recommendation);
        Assert.Null(call.Host.Recommendation);
    }

    private async Task<TestCall> StartAsync(bool connected = true)
    {
        var call = _world.NewCall();
        await call.StartAsync();
        await CallWorld.WhenAsync(call, () => call.Status == CallStatus.Connected || !connected || call.Problem is not null);
        Assert.Null(call.Problem);
        return call;
    }

    private static async Task<TestCall> ClosedAsync(TestCall call)
    {
        await call.HangUpAsync();
        return call;
    }
}
