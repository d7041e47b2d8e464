namespace M4sh.Contracts.Signaling;

/// <summary>Server: the other peer withdrew its open offer.</summary>
public sealed record RollbackRelay : RelayedMessage;
