using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

internal sealed class UnavailableRunner(Resource resource, string reason) : ResourceRunner(resource)
{
    public override string Unavailable => reason;

    public override Task StartAsync(CancellationToken cancellationToken) => throw new HostingException(reason);
}
