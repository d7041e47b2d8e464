using System.Text.Json.Nodes;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Json;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.Data.Sessions;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Sessions;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.Turn;

namespace M4sh.SignalingApi.Ice;

/// <summary>Names why a peer finds no path, once for each cause until it is connected: in the session's timeline and in a metric.</summary>
internal sealed class IceFailures(IceEvents events, SessionMetrics metrics)
{
    public static void Validate(IceFailure? failure)
    {
        var errors = new RequestErrors();
        errors.CheckLength(failure?.Server, "ice_failure.server", 1, IceFailure.MaxServerLength);
        errors.Check(failure?.Server is not { } server || TurnAddress.TryParse(server, out _), "ice_failure.server", "must be the address of a STUN or TURN server");
        errors.Check(failure?.Code is null or (>= 300 and < 1000), "ice_failure.code", "must be a STUN error code");
        errors.ThrowIfAny();
    }

    /// <summary>A client tells how its connection is.</summary>
    public Task ReportedAsync(SignalingPeer peer, ConnectionStateMessage message, CancellationToken cancellationToken)
    {
        if (message.State == PeerConnectionState.Connected)
        {
            peer.Ice.Connected();
            return Task.CompletedTask;
        }

        peer.Ice.Reported = message.IceFailure ?? peer.Ice.Reported;
        return message.State == PeerConnectionState.Failed || (peer.Ice.Step > 0 && message.IceFailure is not null)
            ? NameAsync(peer, cancellationToken)
            : Task.CompletedTask;
    }

    /// <summary>The room has waited in vain.</summary>
    public Task TimedOutAsync(SignalingPeer peer, int step, CancellationToken cancellationToken)
    {
        if (step == peer.Ice.Step)
            return Task.CompletedTask;

        peer.Ice.Step = step;
        return step == 0 ? Task.CompletedTask : NameAsync(peer, cancellationToken);
    }

    private async Task NameAsync(SignalingPeer peer, CancellationToken cancellationToken)
    {
        var reason = IceFailureCause.Of(peer.Ice.Reported, peer.Ice.Sent, isSentKnown: !peer.Ice.IsResumed);
        if (peer.Ice.Named == reason)
            return;

        var before = peer.Ice.Named;
        peer.Ice.Named = reason;
        var data = new JsonObject { ["reason"] = SnakeCase.Write(reason), ["candidates"] = Names(peer.Ice.Sent) };
        if (peer.Ice.Reported?.Code is { } code)
            data["code"] = code;
        if (peer.Ice.Reported?.Server is { } server)
            data["server"] = server;

        try
        {
            await events.AddAsync(peer.SessionId, SessionEventTypes.IceFailure, peer.UserId, data, cancellationToken);
        }
        catch
        {
            // It is not in the timeline: what comes next names it again.
            peer.Ice.Named = before;
            throw;
        }

        metrics.IceFailed(reason);
    }

    private static JsonArray Names(IceCandidateKinds kinds) =>
        [.. Enum.GetValues<IceCandidateKinds>().Where(kind => kind != IceCandidateKinds.None && kinds.HasFlag(kind)).Select(kind => (JsonNode)SnakeCase.Write(kind))];
}
