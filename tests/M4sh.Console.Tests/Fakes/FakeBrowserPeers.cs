using System.Collections.Concurrent;
using M4sh.Console.Calls;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.Contracts.Tokens;

namespace M4sh.Console.Tests.Fakes;

/// <summary>A page without a browser: each peer answers as an RTCPeerConnection would.</summary>
internal sealed class FakeBrowserPeers : IBrowserPeers
{
    private readonly ConcurrentDictionary<ParticipantRole, FakeBrowserPeer> _peers = new();

    public FakeBrowserPeer Host => _peers[ParticipantRole.Host];

    public FakeBrowserPeer Guest => _peers[ParticipantRole.Guest];

    /// <summary>With it the peers connect as soon as an answer is accepted.</summary>
    public bool Connects { get; set; } = true;

    /// <summary>Opening fails with it.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Closing a peer fails with it.</summary>
    public Exception? CloseFailure { get; set; }

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What the last peer was asked to send.</summary>
    public MediaPlan? Media { get; private set; }

    public Task<IBrowserPeer> OpenAsync(ParticipantRole role, MediaPlan media, IBrowserPeerEvents events)
    {
        Media = media;
        return Failure is not null
            ? Task.FromException<IBrowserPeer>(Failure)
            : Task.FromResult<IBrowserPeer>(_peers[role] = new(this, role, events));
    }

    internal async Task ConnectAsync()
    {
        if (!Connects)
        {
            return;
        }

        foreach (var peer in _peers.Values)
        {
            await peer.Events.ConnectionStateAsync(PeerConnectionState.Connected, null);
            await peer.Events.FirstFrameAsync();
        }
    }
}

internal sealed class FakeBrowserPeer(FakeBrowserPeers page, ParticipantRole role, IBrowserPeerEvents events) : IBrowserPeer
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _called = new();

    public IBrowserPeerEvents Events => events;

    public ConcurrentQueue<string> Calls { get; } = new();

    public bool Disposed { get; private set; }

    public Task StartAsync(JoinedMessage session, CancellationToken cancellationToken) => Record($"start servers={session.IceServers.Count}");

    public Task ConfigureAsync(IReadOnlyList<RtcIceServer>? iceServers, IceTransportPolicy policy, CancellationToken cancellationToken) =>
        Record($"configure servers={iceServers?.Count} policy={policy}");

    public async Task<string> OfferAsync(bool restartIce, CancellationToken cancellationToken)
    {
        await Record(restartIce ? "offer with ICE restart" : "offer");
        return $"offer of {role}";
    }

    public async Task<string> AnswerAsync(string sdp, CancellationToken cancellationToken)
    {
        await Record($"accept {sdp}");
        return $"answer of {role}";
    }

    public Task RollbackAsync(CancellationToken cancellationToken) => Record("rollback");

    public async Task AcceptAnswerAsync(string sdp, CancellationToken cancellationToken)
    {
        await Record($"accept {sdp}");
        await page.ConnectAsync();
    }

    public async Task AddCandidatesAsync(IReadOnlyList<RtcIceCandidateInit?> candidates, CancellationToken cancellationToken)
    {
        await Record($"candidates {candidates.Count}");
        foreach (var candidate in candidates.OfType<RtcIceCandidateInit>())
        {
            await Record(candidate.Candidate);
        }
    }

    public Task DropAsync(CancellationToken cancellationToken) => Record("drop");

    public Task MuteAsync(MediaPermission kind, bool isMuted, CancellationToken cancellationToken) => Record($"{(isMuted ? "mute" : "unmute")} {kind}");

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        return page.CloseFailure is { } failure ? ValueTask.FromException(failure) : ValueTask.CompletedTask;
    }

    /// <summary>It was called, or will be.</summary>
    public Task CalledAsync(string call) => _called.GetOrAdd(call, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private Task Record(string call)
    {
        Calls.Enqueue(call);
        _called.GetOrAdd(call, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        return Task.CompletedTask;
    }
}
