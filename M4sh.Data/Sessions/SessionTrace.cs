using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace M4sh.Data.Sessions;

/// <summary>
/// A session's trace: the one in which it was created, kept with it (<see cref="SessionEntity.TraceParent"/>). What a service does for the session of
/// its own accord, or because of a message, belongs there; a REST request has a trace of its client's choosing and is linked.
/// </summary>
public static class SessionTrace
{
    /// <summary>The longest W3C <c>traceparent</c>, https://www.w3.org/TR/trace-context/#traceparent-header.</summary>
    public const int MaxLength = 55;

    /// <summary>What a session that is created now keeps.</summary>
    public static string? Current => Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null;

    public static ActivityContext Parse(string? traceParent) =>
        ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var context) ? context : default;

    extension(ActivitySource source)
    {
        /// <summary>Starts a span in a session's trace. What goes on in another trace just now is its cause, and linked.</summary>
        /// <returns>Null where nobody listens, or the session is not sampled.</returns>
        public Activity? StartInSession(string name, ActivityKind kind, ActivityContext session)
        {
            if (!source.HasListeners())
                return null;

            var current = Activity.Current;
            return session == default || current?.TraceId == session.TraceId
                ? source.StartActivity(name, kind)
                : source.StartActivity(name, kind, session, tags: null, IsTold(current) ? [new(current.Context)] : null);
        }
    }

    // ASP.NET Core and SignalR make activities for their logs too, with no source: no exporter has them, and a link to one leads nowhere.
    private static bool IsTold([NotNullWhen(true)] Activity? activity) =>
        activity is { Recorded: true, Source.Name.Length: > 0 };
}
