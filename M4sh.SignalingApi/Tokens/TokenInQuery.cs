namespace M4sh.SignalingApi.Tokens;

/// <summary>An endpoint whose clients may give their session token in the query: a browser cannot set headers on a WebSocket.</summary>
internal sealed record TokenInQuery(string Parameter);
