using System.Diagnostics;
using M4sh.Contracts.Sessions;
using M4sh.Data.Sessions;
using M4sh.ServiceDefaults;

namespace M4sh.SignalingApi.Sessions;

/// <summary>
/// Tells logs, metrics and traces what the timelines tell, once it is committed. Neither users nor what they said are named: ids are in the timeline,
/// where they can be erased.
/// </summary>
public sealed partial class SessionTelemetry(SessionMetrics metrics, ServiceInstance instance, ILogger<SessionTelemetry> logger)
{
    private static readonly ActivitySource Source = new("M4sh.Sessions");

    private static readonly Func<ILogger, Guid, string, IDisposable?> SessionScope =
        LoggerMessage.DefineScope<Guid, string>("Session {SessionId} on {Replica}");

    /// <summary>What is logged until it is disposed of is about this session.</summary>
    public IDisposable? Scope(Guid sessionId) => SessionScope(logger, sessionId, instance.Id);

    /// <param name="stored">The session as it is now.</param>
    /// <param name="events">The types of the events that were stored with the change.</param>
    public void Happened(StoredSession stored, IEnumerable<string> events)
    {
        using var scope = Scope(stored.Session.Id);
        foreach (var type in events)
        {
            Mark(stored, type);
            Tell(stored, type);
        }
    }

    public void Refused(Guid sessionId, string code) => Log.Refused(logger, sessionId, code);

    private void Tell(StoredSession stored, string type)
    {
        var session = stored.Session;
        switch (type)
        {
            case SessionEventTypes.Created:
                Log.Created(logger, session.Id);
                break;
            case SessionEventTypes.Joined:
                Log.Joined(logger, session.Id);
                break;
            case SessionEventTypes.Left:
                Log.Left(logger, session.Id);
                break;
            case SessionEventTypes.Connected when session.ConnectedAt - stored.StartedAt is { } setup:
                metrics.Connected(setup);
                Log.Connected(logger, session.Id, setup.TotalSeconds);
                break;
            case SessionEventTypes.Ended:
                metrics.Ended(session.EndReason);
                Log.Ended(logger, session.Id, session.EndReason);
                break;
        }
    }

    /// <summary>In the session's trace what another one (a REST request's) did to it is a mark that leads there, and the other way round.</summary>
    private static void Mark(StoredSession stored, string type)
    {
        if (!Source.HasListeners() || Activity.Current is not { } cause || stored.Trace is var trace && (trace == default || cause.TraceId == trace.TraceId))
            return;

        using var mark = Source.StartInSession($"session {type}", ActivityKind.Internal, trace);
        mark?.SetTag("m4sh.session.id", stored.Session.Id.ToString());
        if (cause.IsAllDataRequested)
            cause.AddLink(new(mark?.Context ?? trace));
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Information, "Session {SessionId} was created")]
        public static partial void Created(ILogger logger, Guid sessionId);

        [LoggerMessage(1002, LogLevel.Information, "A participant joined session {SessionId}")]
        public static partial void Joined(ILogger logger, Guid sessionId);

        [LoggerMessage(1003, LogLevel.Information, "A participant left session {SessionId}")]
        public static partial void Left(ILogger logger, Guid sessionId);

        [LoggerMessage(1004, LogLevel.Information, "Session {SessionId} was connected {Seconds} s after both were there")]
        public static partial void Connected(ILogger logger, Guid sessionId, double seconds);

        [LoggerMessage(1005, LogLevel.Information, "Session {SessionId} ended: {Reason}")]
        public static partial void Ended(ILogger logger, Guid sessionId, EndReason? reason);

        [LoggerMessage(1006, LogLevel.Information, "Session {SessionId} refused a change: {Code}")]
        public static partial void Refused(ILogger logger, Guid sessionId, string code);
    }
}
