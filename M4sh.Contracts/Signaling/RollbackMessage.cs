namespace M4sh.Contracts.Signaling;

/// <summary>Client: withdraws its own open offer.</summary>
public sealed record RollbackMessage : ClientMessage;
