namespace M4sh.ServiceDefaults;

/// <summary>Where replicas tell of their metrics.</summary>
public interface IMetricsTargets
{
    /// <summary>A replica is there.</summary>
    Task AnnounceAsync(MetricsTarget target, CancellationToken cancellationToken);

    /// <summary>A replica stops.</summary>
    Task WithdrawAsync(MetricsTarget target, CancellationToken cancellationToken);
}
