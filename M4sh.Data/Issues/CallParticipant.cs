namespace M4sh.Data.Issues;

/// <summary>Someone in a call.</summary>
/// <param name="UserId">Who.</param>
/// <param name="SendsAudio">May send audio.</param>
public sealed record CallParticipant(string UserId, bool SendsAudio = true);
