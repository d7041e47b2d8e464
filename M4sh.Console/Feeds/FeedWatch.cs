namespace M4sh.Console.Feeds;

/// <summary>One look at a shared feed.</summary>
public sealed class FeedWatch<T> : IDisposable
    where T : class, IReading
{
    private readonly Feed<T> _feed;
    private Action? _release;

    internal FeedWatch(Feed<T> feed, Action release) => (_feed, _release) = (feed, release);

    /// <summary>The last reading; null before the first.</summary>
    public T? Current => _feed.Current;

    /// <summary>Reads now, for all who look.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => _feed.RefreshAsync(cancellationToken);

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
