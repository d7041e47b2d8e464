namespace M4sh.Console.Runs.Pipeline;

public interface IHeadlessBrowser : IAsyncDisposable
{
    /// <summary>Cancelled when it ended, whoever ended it.</summary>
    CancellationToken Exited { get; }
}
