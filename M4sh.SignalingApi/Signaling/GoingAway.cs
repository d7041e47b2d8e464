using M4sh.SignalingApi.Signaling.Peers;

namespace M4sh.SignalingApi.Signaling;

/// <summary>Tells every connection that this replica stops, so that its client goes to another one at once.</summary>
internal sealed class GoingAway(LocalPeers peers, IHostApplicationLifetime lifetime) : IHostedService
{
    private CancellationTokenRegistration _registration;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _registration = lifetime.ApplicationStopping.Register(Tell);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await _registration.DisposeAsync();

    private void Tell()
    {
        foreach (var peer in peers.All)
            peer.Outbox.Post(PeerMessages.Resume(DisconnectReasons.GoingAway));
    }
}
