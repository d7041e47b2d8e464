namespace M4sh.Console.SystemStatus;

/// <summary>How what the services keep their data in answered this console.</summary>
/// <param name="Name">Which.</param>
public sealed record StoreStatus(string Name)
{
    public const string Postgres = "Postgres";
    public const string Redis = "Redis";

    /// <summary>Null: it answered.</summary>
    public string? Cause { get; init; }

    public string? Version { get; init; }

    /// <summary>How long it took to answer.</summary>
    public TimeSpan? RoundTrip { get; init; }

    public long? Connections { get; init; }

    /// <summary>How many it accepts; null: no limit is known.</summary>
    public long? MaxConnections { get; init; }

    /// <summary>What it keeps: on disk, or in memory.</summary>
    public long? Bytes { get; init; }

    public bool IsUp => Cause is null;
}
