namespace M4sh.SignalingApi.Tokens;

/// <summary>An endpoint whose clients may give their session token in the query: a browser cannot set headers on a WebSocket.</summary>
/// <param name="Parameter">Its name there.</param>
/// <param name="IsConnection">It opens a connection that is looked at again once it is open, so revocations are not asked for before.</param>
internal sealed record TokenInQuery(string Parameter, bool IsConnection = false);
