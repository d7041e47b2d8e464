using M4sh.Console.Access;
using M4sh.Console.Feeds;
using M4sh.Console.Live;

namespace M4sh.Console.Sessions;

/// <summary>What pages about sessions look at.</summary>
public sealed class SessionFeeds(PlatformClients clients, LiveNews news, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    public FeedPool<SessionListQuery, SessionListSnapshot> Lists { get; } =
        new(query => new SessionListFeed(query, clients, news, time, loggers.CreateLogger<SessionListFeed>()));

    public FeedPool<Guid, SessionSnapshot> Sessions { get; } =
        new(id => new SessionFeed(id, clients, news, time, loggers.CreateLogger<SessionFeed>()));

    public async ValueTask DisposeAsync()
    {
        await Lists.DisposeAsync();
        await Sessions.DisposeAsync();
    }
}
