namespace M4sh.Client.Signaling;

/// <summary>A message on its way, as <see cref="SignalingConnectionOptions.Observer"/> sees it. It may hold secrets: tokens, TURN credentials.</summary>
/// <param name="IsSent">Sent by this client; else received.</param>
/// <param name="Type">The contract's type, such as <c>ice-candidate</c>.</param>
/// <param name="Message">The contract's object of that type.</param>
public sealed record SignalingTraffic(bool IsSent, string Type, object Message);
