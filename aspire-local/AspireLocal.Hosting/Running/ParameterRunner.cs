using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

internal sealed class ParameterRunner(ParameterResource parameter) : ResourceRunner(parameter)
{
    public override async Task StartAsync(CancellationToken cancellationToken) => await parameter.GetValueAsync(cancellationToken);
}
