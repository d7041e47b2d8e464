using System.Threading.Channels;
using Aspire.StackExchange.Redis;
using M4sh.Contracts.Live;
using M4sh.Contracts.Sessions;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace M4sh.QosWorker.Live;

/// <summary>
/// Tells those who watch (<c>GET /live</c>) of the sessions that the worker changed. For watching only: whoever publishes never waits, and what
/// cannot be told while Redis is away is lost. What is true is in Postgres.
/// </summary>
public sealed partial class LivePublisher(IServiceProvider services, TimeProvider time, ILogger<LivePublisher> logger) : BackgroundService
{
    private const int Capacity = 1_000;
    private const int ConnectMilliseconds = 1_000;

    private static readonly RedisChannel Everybody = RedisChannel.Literal(LiveFrame.Channel);

    private readonly Channel<Session> _waiting = Channel.CreateBounded<Session>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });

    private bool _failing;

    /// <summary>The worker does all its work without Redis, so its health does not hang on it.</summary>
    public static void Configure(StackExchangeRedisSettings settings) => settings.DisableHealthChecks = true;

    public static void Configure(ConfigurationOptions options)
    {
        options.ConnectTimeout = ConnectMilliseconds;

        // Nothing piles up that would all be told, late, when Redis is back.
        options.BacklogPolicy = BacklogPolicy.FailFast;

        // It logs each attempt to connect as an error, with its stack, for as long as Redis is away; TellAsync says it once.
        options.LoggerFactory = NullLoggerFactory.Instance;
    }

    public void Publish(Session session) => _waiting.Writer.TryWrite(session);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Here and not in the constructor: the client takes a while to be made where Redis does not answer.
        var subscriber = services.GetRequiredService<IConnectionMultiplexer>().GetSubscriber();
        await foreach (var session in _waiting.Reader.ReadAllAsync(stoppingToken))
            await TellAsync(subscriber, session);
    }

    private async Task TellAsync(ISubscriber subscriber, Session session)
    {
        try
        {
            await subscriber.PublishAsync(Everybody, LiveFrame.Write(LiveEvents.Session, session, time.GetUtcNow()));
            if (_failing)
            {
                _failing = false;
                Log.Recovered(logger);
            }
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // Said once, not for every session.
            Log.Failed(logger, _failing ? LogLevel.Debug : LogLevel.Warning, exception.Message);
            _failing = true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage("Redis is away, so nobody is told of the sessions that end; they end all the same: {Reason}")]
        public static partial void Failed(ILogger logger, LogLevel level, string reason);

        [LoggerMessage(LogLevel.Information, "Redis is back: those who watch are told again")]
        public static partial void Recovered(ILogger logger);
    }
}
