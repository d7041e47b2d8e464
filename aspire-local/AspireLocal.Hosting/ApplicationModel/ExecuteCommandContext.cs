namespace Aspire.Hosting.ApplicationModel;

public sealed class ExecuteCommandContext
{
    internal ExecuteCommandContext()
    {
    }

    public required IServiceProvider ServiceProvider { get; init; }

    public required string ResourceName { get; init; }

    public required CancellationToken CancellationToken { get; init; }
}
