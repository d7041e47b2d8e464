using M4sh.Console.SystemStatus;

namespace M4sh.Console.Tests.SystemStatus;

internal sealed class FakeStore(StoreStatus status) : IStoreProbe
{
    public StoreStatus Status { get; set; } = status;

    public Task<StoreStatus> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Status);
}
