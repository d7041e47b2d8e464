using M4sh.Console.Calls;
using Microsoft.JSInterop;

namespace M4sh.Console.Tests.Calls;

public sealed class BrowserPeerTests
{
    public static TheoryData<Exception> Failures => [new JSDisconnectedException("gone"), new JSException("dispose failed"), new TaskCanceledException()];

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task Dispose_ThePageDoesNotAnswer_LetsGoOfIt(Exception failure)
    {
        var callback = DotNetObjectReference.Create(new BrowserPeerCallback(null!));

        await new BrowserPeer(new DeadPeer(failure), callback).DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => callback.Value);
    }

    private sealed class DeadPeer(Exception failure) : IJSObjectReference
    {
        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => ValueTask.FromException<TValue>(failure);

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) =>
            ValueTask.FromException<TValue>(failure);

        public ValueTask DisposeAsync() => ValueTask.FromException(failure);
    }
}
