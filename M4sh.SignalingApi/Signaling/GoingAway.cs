using M4sh.SignalingApi.Signaling.Peers;

namespace M4sh.SignalingApi.Signaling;

/// <summary>Tells every connection that this replica stops, so that its client goes to another one at once, and gives that a moment.</summary>
internal sealed class GoingAway(LocalPeers peers, IHostApplicationLifetime lifetime, TimeProvider time) : IHostedLifecycleService
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    private CancellationTokenRegistration _stopping;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // A signal comes this way: SignalR closes its connections right after it.
        _stopping = lifetime.ApplicationStopping.Register(() => Tell());
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var gone = Task.WhenAll(Tell());
        await Task.WhenAny(gone, Task.Delay(Moment, time, cancellationToken));
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await _stopping.DisposeAsync();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private List<Task> Tell()
    {
        List<Task> gone = [];
        foreach (var peer in peers.All)
        {
            peer.Outbox.Post(PeerMessages.Resume(DisconnectReasons.GoingAway));
            gone.Add(peer.Gone.Task);
        }

        return gone;
    }
}
