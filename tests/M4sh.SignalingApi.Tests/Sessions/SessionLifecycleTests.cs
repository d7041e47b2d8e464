using M4sh.Contracts.Sessions;
using M4sh.SignalingApi.Sessions;

namespace M4sh.SignalingApi.Tests.Sessions;

public sealed class SessionLifecycleTests
{
    [Theory]
    [InlineData(SessionStatus.Waiting, 1, SessionStatus.Waiting)]
    [InlineData(SessionStatus.Waiting, 2, SessionStatus.Connecting)]
    [InlineData(SessionStatus.Connecting, 1, SessionStatus.Connecting)]
    [InlineData(SessionStatus.Connected, 2, SessionStatus.Connected)]
    [InlineData(SessionStatus.Ended, 2, SessionStatus.Ended)]
    public void AfterJoin_Present_GoesForwardOnly(SessionStatus status, int present, SessionStatus expected) =>
        Assert.Equal(expected, SessionLifecycle.AfterJoin(status, present));

    [Theory]
    [InlineData(SessionStatus.Waiting, PeerConnectionState.Connected, SessionStatus.Connected)]
    [InlineData(SessionStatus.Connecting, PeerConnectionState.Connected, SessionStatus.Connected)]
    [InlineData(SessionStatus.Connecting, PeerConnectionState.Connecting, SessionStatus.Connecting)]
    [InlineData(SessionStatus.Connected, PeerConnectionState.Failed, SessionStatus.Connected)]
    [InlineData(SessionStatus.Ended, PeerConnectionState.Connected, SessionStatus.Ended)]
    public void AfterReport_State_GoesForwardOnly(SessionStatus status, PeerConnectionState reported, SessionStatus expected) =>
        Assert.Equal(expected, SessionLifecycle.AfterReport(status, reported));

    [Theory]
    [InlineData(SessionStatus.Connected, 1, SessionStatus.Connected)]
    [InlineData(SessionStatus.Connected, 0, SessionStatus.Ended)]
    [InlineData(SessionStatus.Waiting, 0, SessionStatus.Ended)]
    public void AfterLeave_Present_EndsWhenNobodyIsLeft(SessionStatus status, int present, SessionStatus expected) =>
        Assert.Equal(expected, SessionLifecycle.AfterLeave(status, present));
}
