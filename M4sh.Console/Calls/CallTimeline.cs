namespace M4sh.Console.Calls;

/// <summary>When each step of a call happened, measured from the click. Safe to use from several threads.</summary>
public sealed class CallTimeline(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private readonly CallStep[] _steps = [.. CallSteps.All];

    /// <summary>The steps as they stand.</summary>
    public IReadOnlyList<CallStep> Steps
    {
        get
        {
            lock (_lock)
                return [.. _steps];
        }
    }

    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    /// <summary>The step happened now; only the first time counts.</summary>
    public void Mark(string key) => Change(key, step => step.At is null ? step with { At = Elapsed } : step);

    public void Note(string key, string note) => Change(key, step => step with { Note = note });

    public TimeSpan? At(string key) => Steps.Single(step => step.Key == key).At;

    private void Change(string key, Func<CallStep, CallStep> change)
    {
        lock (_lock)
        {
            var index = Array.FindIndex(_steps, step => step.Key == key);
            _steps[index] = change(_steps[index]);
        }
    }
}
