using M4sh.Console.Problems;

namespace M4sh.Console.Calls;

/// <summary>Where finished test calls go.</summary>
public interface ICallArchive
{
    /// <summary>Keeps the report of a call that is over. Never throws, and takes half a minute at most.</summary>
    /// <returns>Why it could not be kept; null: it is.</returns>
    Task<Problem?> KeepAsync(TestCall finished);
}
