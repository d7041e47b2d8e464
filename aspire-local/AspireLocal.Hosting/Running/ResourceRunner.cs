using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>Brings one resource to life.</summary>
internal abstract class ResourceRunner(Resource resource)
{
    public Resource Resource { get; } = resource;

    /// <summary>Later ones stop earlier: services before the servers that they talk to.</summary>
    public virtual int StopOrder => 0;

    /// <summary>What the table shows beside the name, such as the program that runs it.</summary>
    public virtual string Description => "";

    /// <summary>Why it cannot run here, known before anything is started; references to its endpoints are then left out.</summary>
    public virtual string? Unavailable => null;

    /// <summary>Completes when all of it has ended by itself, with the exit code.</summary>
    public virtual Task<int> Ended => Never;

    /// <summary>The last of what it printed, where that was not shown as it came.</summary>
    public virtual string LastWords => "";

    /// <summary>Its parts, where it has several: name, state, address, process.</summary>
    public virtual IReadOnlyList<(string Name, string State, string Address, int ProcessId)> Parts => [];

    private static Task<int> Never { get; } = new TaskCompletionSource<int>().Task;

    public abstract Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Null when it is healthy, else what is missing.</summary>
    public virtual Task<string?> CheckHealthAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public virtual Task StopAsync() => Task.CompletedTask;
}
