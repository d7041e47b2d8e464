using M4sh.Data.Sessions;

namespace M4sh.Data.Issues;

/// <summary>Samples carry their clients' time. One that is ahead would put them after the call, where they say nothing of it.</summary>
internal static class ClientClocks
{
    /// <summary>What was measured at the very end, and how long the first sample takes.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(15);

    /// <summary>The samples; those of a user whose clock is seen to be ahead, moved back by as much.</summary>
    public static IEnumerable<CallSample> Correct(CallRecord call) => call.Samples
        .GroupBy(sample => sample.UserId, StringComparer.Ordinal)
        .SelectMany(samples => AheadOf(call, samples) is var ahead && ahead > Tolerance
            ? samples.Select(sample => sample with { At = sample.At - ahead })
            : samples);

    // Ahead at the end and at the begin: a client that only goes on after it has left began in time.
    private static TimeSpan AheadOf(CallRecord call, IGrouping<string, CallSample> samples)
    {
        DateTimeOffset? joined = null, left = null;
        foreach (var @event in call.Events.OrderBy(@event => @event.At))
        {
            if (@event.Type == SessionEventTypes.Ended)
                left ??= @event.At;
            else if (@event.UserId == samples.Key && @event.Type == SessionEventTypes.Joined)
                (joined, left) = (joined ?? @event.At, null);
            else if (@event.UserId == samples.Key && @event.Type == SessionEventTypes.Left)
                left = @event.At;
        }

        if (joined is null || left is null)
            return TimeSpan.Zero;

        var (begin, end) = (samples.Min(sample => sample.At) - joined.Value, samples.Max(sample => sample.At) - left.Value);
        return begin < end ? begin : end;
    }
}
