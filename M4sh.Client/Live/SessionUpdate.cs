using M4sh.Contracts.Sessions;

namespace M4sh.Client.Live;

/// <summary>A session was created or changed.</summary>
/// <param name="Session">As it is since.</param>
public sealed record SessionUpdate(Session Session) : LiveUpdate;
