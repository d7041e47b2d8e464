using System.Collections.Immutable;

namespace M4sh.Client.Signaling;

/// <summary>Handlers that are awaited one after another, in the order in which they came.</summary>
internal sealed class HandlerList<T>
{
    private ImmutableList<Func<T, Task>> _handlers = [];

    public IDisposable Add(Func<T, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ImmutableInterlocked.Update(ref _handlers, static (list, added) => list.Add(added), handler);
        return new Registration(this, handler);
    }

    public async Task InvokeAsync(T value)
    {
        foreach (var handler in _handlers)
            await handler(value);
    }

    private sealed class Registration(HandlerList<T> list, Func<T, Task> handler) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref list._handlers, static (all, removed) => all.Remove(removed), handler);
    }
}
