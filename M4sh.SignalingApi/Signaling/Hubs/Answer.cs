using M4sh.SignalingApi.Signaling.Peers;

namespace M4sh.SignalingApi.Signaling.Hubs;

/// <summary>The result of an invocation, as the hub's filter gives it to SignalR: the protocols make an ordinary one of it, and say that it was written.</summary>
/// <param name="Result">What the hub returned.</param>
/// <param name="Error">Or why it did not.</param>
/// <param name="Pending">Who waits for its being written.</param>
internal sealed record Answer(object? Result, string? Error, PendingAnswer Pending);
