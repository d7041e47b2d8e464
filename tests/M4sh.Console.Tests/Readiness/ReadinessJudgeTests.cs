using M4sh.Console.Readiness;
using M4sh.Contracts.Ice;

namespace M4sh.Console.Tests.Readiness;

public sealed class ReadinessJudgeTests
{
    public static TheoryData<ReadinessFinding, ReadinessState, string> Findings { get; } = new()
    {
        { Reach(true, true, true), ReadinessState.Passed, "Joined" },
        { Reach(false, false, true), ReadinessState.Failed, "no WebSocket" },
        { Reach(false, false, false), ReadinessState.Failed, "does not reach http://api" },
        { Reach(false, true, true, 4401), ReadinessState.Failed, "4401" },
        { Reach(false, true, true), ReadinessState.Failed, "did not answer the join" },
        { Camera(new(null, 1280, 720, 60, 120, 40, 3)), ReadinessState.Passed, "1280 × 720, 30 frames/s" },
        { Camera(new("NotAllowedError")), ReadinessState.Failed, "denied" },
        { Camera(new("NotFoundError")), ReadinessState.Failed, "no camera" },
        { Camera(new("NotReadableError")), ReadinessState.Failed, "in use" },
        { Camera(new("InsecureContext")), ReadinessState.Failed, "https or localhost" },
        { Camera(new("OverconstrainedError")), ReadinessState.Failed, "OverconstrainedError" },
        { Camera(new(null, 1280, 720)), ReadinessState.Failed, "no picture" },
        { Camera(new(null, 1280, 720, 60, 3, 0.5, 0.4)), ReadinessState.Failed, "black" },
        { Camera(new(null, 1280, 720, 60, 120, 40, 0)), ReadinessState.Failed, "stands still" },
        { Camera(new(null, 320, 240, 60, 120, 40, 3)), ReadinessState.Warned, "small" },
        { Microphone(new(null, 0.5)), ReadinessState.Passed, "-6 dB" },
        { Microphone(new(null, 0.001)), ReadinessState.Warned, "quiet" },
        { Microphone(new()), ReadinessState.Failed, "Not a single sound" },
        { Microphone(new(null, 0.5, IsMuted: true)), ReadinessState.Failed, "muted" },
        { Microphone(new("NotFoundError")), ReadinessState.Failed, "no microphone" },
        { Stun(), ReadinessState.Warned, "no STUN server" },
        { Stun(true, true), ReadinessState.Passed, "2 of 2" },
        { Stun(true, false), ReadinessState.Warned, "stun:1" },
        { Stun(false, false), ReadinessState.Failed, "UDP does not leave" },
        { Turn(new(true, 40)), ReadinessState.Passed, "40 ms" },
        { Turn(new(false, 9, IceFailureReason.TurnUnauthorized, 401)), ReadinessState.Failed, "refused the credential" },
        { Turn(new(false, 9, IceFailureReason.TurnUnreachable, 701)), ReadinessState.Failed, "did not answer" },
        { Turn(new(false, 9, IceFailureReason.NoRelay, 508)), ReadinessState.Failed, "508" },
        { Turn(new(false, 9, IceFailureReason.NoRelay)), ReadinessState.Failed, "no address" },
        { ReadinessJudge.Of((TurnReading?)null, isExpected: true), ReadinessState.Warned, "Not offered" },
        { ReadinessJudge.Of((TurnReading?)null, isExpected: false), ReadinessState.Skipped, "Not offered" },
        { ReadinessJudge.Of(NatType.Open), ReadinessState.Passed, "None" },
        { ReadinessJudge.Of(NatType.Cone), ReadinessState.Passed, "Cone" },
        { ReadinessJudge.Of(NatType.Symmetric), ReadinessState.Warned, "Symmetric" },
        { ReadinessJudge.Of(NatType.RelayOnly), ReadinessState.Warned, "relay" },
        { ReadinessJudge.Of(NatType.Blocked), ReadinessState.Failed, "Nothing answers" },
        { ReadinessJudge.Of(NatType.Unknown), ReadinessState.Skipped, "Not known" },
        { ReadinessJudge.Addresses(["192.0.2.1", "2001:db8::1"]), ReadinessState.Passed, "IPv6 and IPv4" },
        { ReadinessJudge.Addresses(["2001:db8::1"]), ReadinessState.Warned, "IPv6 only" },
        { ReadinessJudge.Addresses(["192.0.2.1", "fe80::1", "::1", "fd00::1"]), ReadinessState.Skipped, "no IPv6" },
        { ReadinessJudge.Addresses([null]), ReadinessState.Skipped, "hides" },
        { Relay(250, 4900), ReadinessState.Passed, "4.9 Mbit/s" },
        { Relay(246, 4900), ReadinessState.Warned, "1.6 %" },
        { Relay(240, 4900), ReadinessState.Failed, "4.0 %" },
        { Relay(250, 1500), ReadinessState.Warned, "1.5 Mbit/s" },
        { Relay(250, 300), ReadinessState.Failed, "0.3 Mbit/s" },
        { ReadinessJudge.Of(new RelayReading(false)), ReadinessState.Failed, "no way to each other" },
    };

    [Theory]
    [MemberData(nameof(Findings), DisableDiscoveryEnumeration = true)]
    public void Finding_OfAReading_NamesOneCauseAndWhatToDo(ReadinessFinding finding, ReadinessState state, string what)
    {
        Assert.Equal(state, finding.State);
        Assert.Contains(what, finding.What, StringComparison.Ordinal);
        Assert.Equal(state is ReadinessState.Warned or ReadinessState.Failed, finding.Advice is not null);
    }

    private static ReadinessFinding Reach(bool isJoined, bool isOpen, bool isReachable, int? code = null) =>
        ReadinessJudge.Of(new ReachReading(isJoined, isOpen, isReachable, code), "http://api");

    private static ReadinessFinding Camera(CameraReading reading) => ReadinessJudge.Of(reading);

    private static ReadinessFinding Microphone(MicrophoneReading reading) => ReadinessJudge.Of(reading);

    private static ReadinessFinding Turn(TurnReading reading) => ReadinessJudge.Of(reading, isExpected: true);

    private static ReadinessFinding Stun(params bool[] answered) => ReadinessJudge.Of([.. answered.Select((each, index) => new StunReading($"stun:{index}", each))]);

    private static ReadinessFinding Relay(int received, double kbps) => ReadinessJudge.Of(new RelayReading(true, 100, 250, received, 30, kbps));
}
