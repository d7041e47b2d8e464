using System.Diagnostics;
using M4sh.Contracts.Errors;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Signaling.Routing;
using Microsoft.AspNetCore.SignalR;

namespace M4sh.SignalingApi.Signaling.Hubs;

/// <summary>What every message of a client has in common: it is counted, and its failure gets a code.</summary>
internal sealed partial class SignalingHubFilter(SignalingMetrics metrics, Admission admission, ILogger<SignalingHubFilter> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var type = MessageTypes.NameOf(invocationContext.HubMethodName);
        var peer = HubPeers.Of(invocationContext.Context);
        var pending = peer.Outbox.Answer;
        pending.Begin();
        metrics.Received(type, peer.Transport);

        // Of a `join` the router does this, when it has let the connection in and learned the session's trace.
        var joins = type == SignalingTrace.Join;
        using var span = joins ? null : SignalingTrace.Receive(type, peer);
        try
        {
            if (!joins && !peer.IsAdmitted)
                await admission.AdmitAsync(peer, joins, invocationContext.Context.ConnectionAborted);
            if (invocationContext.HubMethodArguments is [null])
                throw new M4shException(ErrorCodes.InvalidRequest, "The argument is null.");

            return new Answer(await next(invocationContext), Error: null, pending);
        }
        catch (Exception exception)
        {
            var refusal = Refusal(exception, invocationContext);
            span?.SetStatus(ActivityStatusCode.Error, refusal);
            return new Answer(Result: null, refusal, pending);
        }
    }

    public async Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        using var span = SignalingTrace.Receive("disconnected", HubPeers.Of(context.Context));
        await next(context, exception);
    }

    private string Refusal(Exception exception, HubInvocationContext context)
    {
        var known = ErrorTranslation.Translate(exception);
        if (known is null)
            Log.Failed(logger, context.HubMethodName, exception);
        else if (known.Code == ErrorCodes.Unavailable)
            Log.Unavailable(logger, context.HubMethodName, exception);

        return known is null
            ? Outcome.Text(ErrorCodes.Unavailable, "Something went wrong on our side.")
            : Outcome.Text(known.Code, known.Message);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Method} failed")]
        public static partial void Failed(ILogger logger, string method, Exception exception);

        // Of each message while a service is away: that it is, the health checks say once.
        [LoggerMessage(LogLevel.Debug, "{Method} cannot be served because a service that it needs does not answer")]
        public static partial void Unavailable(ILogger logger, string method, Exception exception);
    }
}
