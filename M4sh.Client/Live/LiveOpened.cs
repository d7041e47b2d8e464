namespace M4sh.Client.Live;

/// <summary>The stream is open. It has no history: what happened before is to be read now, from the sessions.</summary>
public sealed record LiveOpened : LiveUpdate;
