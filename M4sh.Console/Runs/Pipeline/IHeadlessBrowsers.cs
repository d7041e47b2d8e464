namespace M4sh.Console.Runs.Pipeline;

/// <summary>Browsers without a screen, on the console's machine.</summary>
public interface IHeadlessBrowsers
{
    /// <summary>There is one to start.</summary>
    bool IsThere { get; }

    /// <summary>Starts one on a page of the console; disposing of it ends it.</summary>
    Task<IHeadlessBrowser> OpenAsync(string path, CancellationToken cancellationToken);
}
