using System.Globalization;
using M4sh.Console.Components.Common;
using M4sh.Console.Network;
using M4sh.Console.Runs;
using M4sh.Console.Verdicts;

namespace M4sh.Console.Components.Runs;

/// <summary>Kept test calls in words and tones.</summary>
public static class RunText
{
    public static string Of(BatchState state) => state switch
    {
        BatchState.Queued => "waiting",
        BatchState.Starting => "starting",
        BatchState.Running => "running",
        BatchState.Completed => "completed",
        BatchState.Failed => "failed",
        _ => "cancelled",
    };

    public static StatusTone ToneOf(BatchState state) => state switch
    {
        BatchState.Queued or BatchState.Starting or BatchState.Running => StatusTone.Busy,
        BatchState.Completed => StatusTone.Good,
        BatchState.Failed => StatusTone.Bad,
        _ => StatusTone.Quiet,
    };

    public static string Result(bool passed) => passed ? "passed" : "failed";

    public static StatusTone ToneOf(bool passed) => passed ? StatusTone.Good : StatusTone.Bad;

    /// <summary>Also for a key that this console does not know any more.</summary>
    public static string Profile(string key) => LimitProfile.All.FirstOrDefault(limits => limits.Key == key)?.Title ?? key;

    public static string Network(string key) =>
        key == NetworkPreset.OwnKey ? NetworkPreset.OwnTitle : NetworkPreset.All.FirstOrDefault(network => network.Key == key)?.Title ?? key;

    public static string Number(double? value, string unit = "") =>
        value is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number:0.##} {unit}").TrimEnd() : "–";

    public static string Change(double? value, string unit = "") =>
        value is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number:+0.##;−0.##;0} {unit}").TrimEnd() : "–";
}
