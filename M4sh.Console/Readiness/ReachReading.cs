namespace M4sh.Console.Readiness;

/// <summary>A signaling connection from the browser to the API.</summary>
/// <param name="IsJoined">The API answered the join.</param>
/// <param name="IsOpen">The WebSocket opened.</param>
/// <param name="IsReachable">The API answers plain HTTP, or the WebSocket did open.</param>
/// <param name="CloseCode">With which the WebSocket was closed.</param>
public sealed record ReachReading(bool IsJoined, bool IsOpen, bool IsReachable, int? CloseCode = null);
