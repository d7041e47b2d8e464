namespace Aspire.Hosting.ApplicationModel;

internal sealed record Wait(Resource Dependency, bool UntilHealthy);
