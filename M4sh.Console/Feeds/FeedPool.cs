namespace M4sh.Console.Feeds;

/// <summary>A feed for each thing that somebody looks at, shared by all who look at the same, gone with the last of them.</summary>
public sealed class FeedPool<TKey, T>(Func<TKey, Feed<T>> create) : IAsyncDisposable
    where TKey : notnull
    where T : class, IReading
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Entry> _entries = [];
    private Task _released = Task.CompletedTask;

    /// <summary>Calls back after each change, on any thread, until disposed of.</summary>
    public FeedWatch<T> Watch(TKey key, Action changed)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                _entries[key] = entry = new(create(key));
            }

            entry.Watchers++;
            var watch = entry.Feed.Watch(changed);
            return new(entry.Feed, () => Release(key, entry, watch));
        }
    }

    public async ValueTask DisposeAsync()
    {
        Entry[] entries;
        Task released;
        lock (_lock)
        {
            (entries, released) = ([.. _entries.Values], _released);
            _entries.Clear();
        }

        foreach (var entry in entries)
        {
            await entry.Feed.DisposeAsync();
        }

        await released;
    }

    private void Release(TKey key, Entry entry, IDisposable watch)
    {
        lock (_lock)
        {
            watch.Dispose();
            if (--entry.Watchers == 0 && _entries.Remove(key))
            {
                _released = Task.WhenAll(_released, entry.Feed.DisposeAsync().AsTask());
            }
        }
    }

    private sealed class Entry(Feed<T> feed)
    {
        public Feed<T> Feed => feed;

        public int Watchers { get; set; }
    }
}
