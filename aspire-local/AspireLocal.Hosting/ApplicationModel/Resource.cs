namespace Aspire.Hosting.ApplicationModel;

public abstract class Resource : IResource
{
    private protected Resource(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    public virtual string Name { get; }

    internal List<Endpoint> Endpoints { get; } = [];

    /// <summary>What fills the environment, in the order in which it was added: later ones win.</summary>
    internal List<Func<IEnumerable<KeyValuePair<string, IValueProvider>>>> Environment { get; } = [];

    internal List<string> Arguments { get; } = [];

    internal List<Wait> Waits { get; } = [];

    internal HttpHealthCheck? HealthCheck { get; set; }

    /// <summary>The names of health checks among the host's services.</summary>
    internal List<string> HealthChecks { get; } = [];

    internal List<ResourceCommand> Commands { get; } = [];

    internal bool KeepsData { get; set; }

    internal void SetEnvironment(string name, IValueProvider value) => Environment.Add(() => [new(name, value)]);
}
