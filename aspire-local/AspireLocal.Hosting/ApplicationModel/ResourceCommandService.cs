namespace Aspire.Hosting.ApplicationModel;

public class ResourceCommandService
{
    private readonly IReadOnlyList<Resource> _resources;
    private readonly IServiceProvider _services;

    internal ResourceCommandService(IReadOnlyList<Resource> resources, IServiceProvider services) => (_resources, _services) = (resources, services);

    public async Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default)
    {
        var command = _resources.FirstOrDefault(resource => resource.Name == resourceId)?.Commands.Find(command => command.Name == commandName);
        if (command is null)
            return new() { Success = false, Message = $"'{resourceId}' has no command '{commandName}'." };

        try
        {
            return await command.Execute(new() { ServiceProvider = _services, ResourceName = resourceId, CancellationToken = cancellationToken });
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whoever asked is told, and whatever asked next is none the worse for it.
            return new() { Success = false, Message = exception.Message };
        }
    }
}
