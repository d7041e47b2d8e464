namespace M4sh.SignalingApi.Signaling;

/// <summary>Does for many connections what waits for Redis or Postgres.</summary>
internal static class Concurrently
{
    // So many that thousands do not wait for each other's round trips, so few that the calls' own messages are not held up.
    private const int Most = 16;

    /// <summary>After a failure no more are begun, and it is thrown.</summary>
    public static Task ForEachAsync<T>(IEnumerable<T> items, Func<T, Task> act) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = Most }, async (item, _) => await act(item));
}
