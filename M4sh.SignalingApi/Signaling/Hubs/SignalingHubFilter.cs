using System.Collections.Frozen;
using System.Diagnostics;
using System.Text.Json;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Errors;
using Microsoft.AspNetCore.SignalR;

namespace M4sh.SignalingApi.Signaling.Hubs;

/// <summary>What every message of a client has in common: it is counted, and its failure gets a code.</summary>
internal sealed partial class SignalingHubFilter(SignalingMetrics metrics, ILogger<SignalingHubFilter> logger) : IHubFilter
{
    private static readonly FrozenDictionary<string, string> Types = typeof(ISignalingServer).GetMethods()
        .ToFrozenDictionary(method => method.Name, method => JsonNamingPolicy.KebabCaseLower.ConvertName(method.Name));

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var type = Types[invocationContext.HubMethodName];
        var peer = HubPeers.Of(invocationContext.Context);
        metrics.Received(type, peer.Transport);

        // Of a `join` the router does this, when it has learned the session's trace.
        using var span = type == SignalingTrace.Join ? null : SignalingTrace.Receive(type, peer);
        try
        {
            if (invocationContext.HubMethodArguments is [null])
                throw new M4shException(ErrorCodes.InvalidRequest, "The argument is null.");

            return await next(invocationContext);
        }
        catch (Exception exception)
        {
            var refusal = Refusal(exception, invocationContext);
            span?.SetStatus(ActivityStatusCode.Error, refusal.Message);
            throw refusal;
        }
    }

    public async Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        using var span = SignalingTrace.Receive("disconnected", HubPeers.Of(context.Context));
        await next(context, exception);
    }

    private HubException Refusal(Exception exception, HubInvocationContext context)
    {
        var known = ErrorTranslation.Translate(exception);
        if (known is null or { Code: ErrorCodes.Unavailable } && !context.Context.ConnectionAborted.IsCancellationRequested)
            Log.Failed(logger, context.HubMethodName, exception);

        return known is null
            ? new($"{ErrorCodes.Unavailable}: Something went wrong on our side.")
            : new($"{known.Code}: {known.Message}");
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Method} failed")]
        public static partial void Failed(ILogger logger, string method, Exception exception);
    }
}
