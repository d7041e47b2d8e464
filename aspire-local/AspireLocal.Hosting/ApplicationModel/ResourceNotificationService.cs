namespace Aspire.Hosting.ApplicationModel;

public class ResourceNotificationService
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ResourceEvent> _current = [];
    private TaskCompletionSource _changed = NewSignal();

    internal ResourceNotificationService()
    {
    }

    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, untilHealthy: true, cancellationToken);

    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, current => current.State == (targetState ?? KnownResourceStates.Running), cancellationToken);

    public async Task<ResourceEvent> WaitForResourceAsync(string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                if (_current.TryGetValue(resourceName, out var state) && predicate(state))
                    return state;

                next = _changed.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    internal async Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, bool untilHealthy, CancellationToken cancellationToken)
    {
        var state = await WaitForResourceAsync(
            resourceName,
            state => state.IsTerminal || (state.State == KnownResourceStates.Running && (state.Healthy || !untilHealthy)),
            cancellationToken);
        return !state.IsTerminal
            ? state
            : throw new HostingException($"'{resourceName}' is in the state {state.State}{(state.Detail is { } detail ? $": {detail}" : "")}");
    }

    internal void Publish(Resource resource, string state, bool healthy = false, string? detail = null)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            _current[resource.Name] = new ResourceEvent(resource, state, healthy, detail);
            signal = _changed;
            _changed = NewSignal();
        }

        signal.SetResult();
    }

    internal ResourceEvent? Find(string resourceName)
    {
        lock (_gate)
            return _current.GetValueOrDefault(resourceName);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
