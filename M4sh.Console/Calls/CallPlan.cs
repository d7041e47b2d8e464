using M4sh.Console.Network;
using M4sh.Console.Verdicts;

namespace M4sh.Console.Calls;

/// <summary>What somebody asks of a test call.</summary>
public sealed record CallPlan
{
    public CallTransports Transports { get; init; } = CallTransports.Mixed;

    public CallPath Path { get; init; } = CallPath.Any;

    public MediaPlan Media { get; init; } = new();

    public NetworkPreset Network { get; init; } = NetworkPreset.Direct;

    /// <summary>So long after it is up the call hangs up; null: somebody does.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>What the call has to keep to pass.</summary>
    public LimitProfile Limits { get; init; } = LimitProfile.Lesson;

    /// <summary>The path with what the network says to it.</summary>
    public CallPath EffectivePath => Network.IsTcpOnly ? CallPath.Tcp : Path;
}
