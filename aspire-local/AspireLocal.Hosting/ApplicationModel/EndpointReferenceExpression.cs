namespace Aspire.Hosting.ApplicationModel;

public class EndpointReferenceExpression : IValueProvider
{
    private readonly EndpointReference endpoint;
    private readonly EndpointProperty property;

    internal EndpointReferenceExpression(EndpointReference endpoint, EndpointProperty property)
    {
        this.endpoint = endpoint;
        this.property = property;
    }

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(endpoint.Read(property));
}
