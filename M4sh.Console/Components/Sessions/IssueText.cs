using System.Globalization;
using M4sh.Console.Components.Common;
using M4sh.Contracts.Qos.Issues;

namespace M4sh.Console.Components.Sessions;

/// <summary>What was wrong with a call, for people (docs/issues.md).</summary>
public static class IssueText
{
    public static StatusTone ToneOf(IssueSeverity severity) => severity switch
    {
        IssueSeverity.Critical => StatusTone.Bad,
        IssueSeverity.Warning => StatusTone.Warning,
        _ => StatusTone.Quiet,
    };

    public static string Title(IssueType type) => type switch
    {
        IssueType.HighRtt => "Long way",
        IssueType.PacketLoss => "Packets lost",
        IssueType.Jitter => "Uneven packets",
        IssueType.LowBitrate => "Too little for a picture",
        IssueType.VideoFreeze => "Picture stood still",
        IssueType.OneWayAudio => "Heard nothing",
        IssueType.NoMedia => "Got nothing at all",
        IssueType.RelayOnly => "Through the relay",
        IssueType.IceFailed => "No path",
        IssueType.SlowSetup => "Slow to connect",
        _ => "Lost the connection again and again",
    };

    public static string Meaning(IssueType type) => type switch
    {
        IssueType.HighRtt => "Answers come late, people talk over each other. Look for a VPN, a far relay or a mobile network.",
        IssueType.PacketLoss => "Sound and picture break up. A weak Wi-Fi or a full line: try a cable or less video.",
        IssueType.Jitter => "Sound stutters. Mostly Wi-Fi, or something else that fills the line.",
        IssueType.LowBitrate => "The line or the sender's machine does not give enough for a recognizable picture.",
        IssueType.VideoFreeze => "The picture stopped and went on: lost packets, or a machine with too much to do.",
        IssueType.OneWayAudio => "One hears the other, not the other way around: a microphone that is silent, or a firewall for one direction.",
        IssueType.NoMedia => "Connected, but nothing arrives: a firewall that closed the path, or a sender that sends nothing.",
        IssueType.RelayOnly => "No direct path was found; the TURN server carries the media. Works, and takes longer.",
        IssueType.IceFailed => "The two found no path to each other. The timeline names why; most often UDP is blocked and no relay could be reached.",
        IssueType.SlowSetup => "It took long from two people to a connection: candidates that lead nowhere, or ICE restarts.",
        _ => "The network of this person comes and goes.",
    };

    public static string Evidence(IssueEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var unit = UnitOf(evidence.Metric);
        var streams = evidence.Streams is { Count: > 0 } named ? $", {string.Join(" and ", named.Select(stream => stream.Replace('_', ' ')))}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"worst {evidence.Worst:0.##}{unit}, mean {evidence.Avg:0.##}{unit}, counted from {evidence.Threshold:0.##}{unit} on{streams}");
    }

    private static string UnitOf(string metric) => metric switch
    {
        _ when metric.EndsWith("_ms", StringComparison.Ordinal) => " ms",
        _ when metric.EndsWith("_pct", StringComparison.Ordinal) => " %",
        _ when metric.EndsWith("_kbps", StringComparison.Ordinal) => " kbit/s",
        _ when metric.EndsWith("_seconds", StringComparison.Ordinal) => " s",
        _ => "",
    };
}
