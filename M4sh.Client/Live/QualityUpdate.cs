using M4sh.Contracts.Live;

namespace M4sh.Client.Live;

/// <summary>A participant's path became better or worse by a level.</summary>
/// <param name="Quality">The level, and whose.</param>
public sealed record QualityUpdate(LiveQuality Quality) : LiveUpdate;
