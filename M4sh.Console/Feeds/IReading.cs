using M4sh.Console.Problems;

namespace M4sh.Console.Feeds;

/// <summary>What a feed keeps.</summary>
public interface IReading
{
    /// <summary>Why something is missing or old.</summary>
    Problem? Problem { get; }
}
