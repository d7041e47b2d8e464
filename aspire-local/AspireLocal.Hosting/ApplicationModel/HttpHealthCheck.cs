namespace Aspire.Hosting.ApplicationModel;

internal sealed record HttpHealthCheck(string Path, int StatusCode, string? EndpointName);
