using M4sh.Contracts.Sessions;

namespace M4sh.SignalingApi.Sessions;

/// <summary>What a leave came to.</summary>
/// <param name="Session">The session as it is now.</param>
/// <param name="Left">It was this that changed it: the end of the link, where one was given, is told with it.</param>
/// <param name="Told">The user is out of its room, and who is there knows.</param>
public sealed record SessionLeave(Session Session, bool Left, bool Told);
