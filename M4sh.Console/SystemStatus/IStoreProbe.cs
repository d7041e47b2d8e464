namespace M4sh.Console.SystemStatus;

/// <summary>Asks a store how it is.</summary>
public interface IStoreProbe
{
    /// <summary>A store that does not answer is an answer, not an exception.</summary>
    Task<StoreStatus> ReadAsync(CancellationToken cancellationToken);
}
