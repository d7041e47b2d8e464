using M4sh.Client.Signaling.Negotiation;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Signaling;

namespace M4sh.SignalingApi.Tests.Signaling.Clients;

/// <summary>A peer connection as far as W3C's signaling state goes; it throws where a browser would.</summary>
internal sealed class AgreeingPeer(string name) : IPeerConnection
{
    private readonly Lock _lock = new();
    private string? _offer;
    private (string Offer, string Answer)? _agreed;
    private int _made;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Starts { get; private set; }

    public List<IceTransportPolicy> Policies { get; } = [];

    /// <summary>Both ends are stable and hold the same descriptions.</summary>
    public static async Task AgreeAsync(AgreeingPeer one, AgreeingPeer other, Func<bool>? also = null)
    {
        while (true)
        {
            var changed = Task.WhenAny(one._changed.Task, other._changed.Task);
            if (one.Stable is { } agreed && other.Stable == agreed && also?.Invoke() != false)
                return;

            await changed.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public Task StartAsync(JoinedMessage session, CancellationToken cancellationToken) => Change(() =>
    {
        Starts++;
        (_offer, _agreed) = (null, null);
    });

    public async Task<string> OfferAsync(bool restartIce, CancellationToken cancellationToken)
    {
        await Change(() => _offer = $"offer {name} {++_made}");
        return _offer!;
    }

    public async Task<string> AnswerAsync(string sdp, CancellationToken cancellationToken)
    {
        var answer = $"answer {name} {++_made}";
        await Change(() => (_offer, _agreed) = (null, (sdp, answer)));
        return answer;
    }

    public Task AcceptAnswerAsync(string sdp, CancellationToken cancellationToken) => Change(() =>
        (_offer, _agreed) = (null, (_offer ?? throw new InvalidOperationException("There is no offer."), sdp)));

    public Task RollbackAsync(CancellationToken cancellationToken) => Change(() => _offer = null);

    public Task AddCandidatesAsync(IReadOnlyList<RtcIceCandidateInit?> candidates, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ConfigureAsync(IReadOnlyList<RtcIceServer>? iceServers, IceTransportPolicy policy, CancellationToken cancellationToken) =>
        Change(() => Policies.Add(policy));

    private (string Offer, string Answer)? Stable
    {
        get
        {
            lock (_lock)
                return _offer is null ? _agreed : null;
        }
    }

    private Task Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            change();
            (changed, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.TrySetResult();
        return Task.CompletedTask;
    }
}
