namespace M4sh.Console.Readiness;

/// <summary>The browser behind this circuit.</summary>
public interface IReadinessBrowsers
{
    Task<IReadinessBrowser> OpenAsync();

    /// <returns>Whether the browser let it.</returns>
    Task<bool> CopyAsync(string text);
}
