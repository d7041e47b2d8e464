using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Signaling.Peers;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Signaling;

/// <summary>Tells every connection that this replica stops, so that its client goes to another one at once, and gives that a moment.</summary>
internal sealed class GoingAway(LocalPeers peers, IHostApplicationLifetime lifetime, IOptions<ConnectionOptions> options) : IHostedService
{
    private CancellationTokenRegistration _stopping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // SignalR cuts its connections in such a callback too, registered when the hub was mapped: the later one runs first, and has to end before it.
        _stopping = lifetime.ApplicationStopping.Register(() => Task.WhenAll(Tell()).Wait(options.Value.FarewellTimeout));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await _stopping.DisposeAsync();

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
