using M4sh.Console.Calls;

namespace M4sh.Console.Runs;

/// <summary>What somebody asks of a batch.</summary>
/// <param name="Call">What each of its calls is like; ends by itself.</param>
/// <param name="Count">How many of them.</param>
/// <param name="Note">What is remembered with each.</param>
public sealed record BatchPlan(CallPlan Call, int Count, string? Note = null)
{
    public const int MaxCount = 100;

    /// <summary>Of a call, where nothing was said about it: two windows of samples and the recommendation.</summary>
    public static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(12);

    public static readonly TimeSpan MinDuration = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan MaxDuration = TimeSpan.FromMinutes(30);
}
