namespace M4sh.Console.Readiness;

/// <summary>What a step found.</summary>
/// <param name="State">How it went.</param>
/// <param name="What">What was seen; of a failure, its cause.</param>
/// <param name="Advice">What to do about it; null where there is nothing to do.</param>
public sealed record ReadinessFinding(ReadinessState State, string What, string? Advice = null)
{
    public static ReadinessFinding Passed(string what) => new(ReadinessState.Passed, what);

    public static ReadinessFinding Warned(string what, string advice) => new(ReadinessState.Warned, what, advice);

    public static ReadinessFinding Failed(string what, string advice) => new(ReadinessState.Failed, what, advice);

    public static ReadinessFinding Skipped(string why) => new(ReadinessState.Skipped, why);
}
