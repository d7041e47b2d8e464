namespace Aspire.Hosting.ApplicationModel;

public sealed class EndpointReference : IValueProvider
{
    private readonly Resource _owner;

    internal EndpointReference(Resource owner, string endpointName)
    {
        _owner = owner;
        EndpointName = endpointName;
    }

    public string EndpointName { get; }

    public bool Exists => Find() is not null;

    public bool IsAllocated => Find()?.Allocated is not null;

    public string Scheme => Required.Scheme;

    public string Host => Address.Host;

    public int Port => Address.Port;

    public string Url => $"{Scheme}://{Host}:{Port}";

    private Endpoint Required =>
        Find() ?? throw new HostingException($"Resource '{_owner.Name}' has no endpoint named '{EndpointName}'.");

    private (string Host, int Port) Address =>
        Required.Allocated ?? throw new HostingException($"Endpoint '{EndpointName}' of '{_owner.Name}' has no address: the resource is not running here.");

    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        Property(EndpointProperty.Url).GetValueAsync(cancellationToken);

    internal string? Read(EndpointProperty property) => Required.Allocated is null ? null : property switch
    {
        EndpointProperty.Url => Url,
        EndpointProperty.Host => Host,
        EndpointProperty.IPV4Host => "127.0.0.1",
        EndpointProperty.Port or EndpointProperty.TargetPort => $"{Port}",
        EndpointProperty.Scheme => Scheme,
        EndpointProperty.HostAndPort => $"{Host}:{Port}",
        _ => throw new ArgumentOutOfRangeException(nameof(property), property, null),
    };

    private Endpoint? Find() => _owner.Endpoints.Find(endpoint => endpoint.Name == EndpointName);
}
