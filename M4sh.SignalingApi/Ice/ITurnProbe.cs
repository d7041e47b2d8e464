namespace M4sh.SignalingApi.Ice;

/// <summary>Asks a server whether it is there.</summary>
internal interface ITurnProbe
{
    /// <summary>Returns when it has answered, else throws.</summary>
    /// <returns>What it says it is, if it does.</returns>
    Task<string?> ProbeAsync(string url, CancellationToken cancellationToken);
}
