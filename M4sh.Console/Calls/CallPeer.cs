using M4sh.Client.Signaling.Negotiation;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Signaling;

namespace M4sh.Console.Calls;

/// <summary>
/// A peer in the page from before it is open: what is asked of it waits for that. It is kept to the route of its side; its descriptions are steps of
/// the call.
/// </summary>
internal sealed class CallPeer(Task<IBrowserPeer> opening, ICallObserver call, CallRoute route) : IPeerConnection
{
    public async Task StartAsync(JoinedMessage session, CancellationToken cancellationToken)
    {
        var peer = await OpenAsync(cancellationToken);
        await peer.StartAsync(session with { IceServers = route.Servers(session.IceServers) }, cancellationToken);
        if (route.Path != CallPath.Any)
        {
            await peer.ConfigureAsync(null, route.Policy(IceTransportPolicy.All), cancellationToken);
        }
    }

    public async Task<string> OfferAsync(bool restartIce, CancellationToken cancellationToken)
    {
        var offer = await (await OpenAsync(cancellationToken)).OfferAsync(restartIce, cancellationToken);
        call.Mark(CallSteps.Offer);
        return offer;
    }

    public async Task<string> AnswerAsync(string sdp, CancellationToken cancellationToken)
    {
        var answer = await (await OpenAsync(cancellationToken)).AnswerAsync(route.Description(sdp), cancellationToken);
        call.Mark(CallSteps.Answer);
        return answer;
    }

    public async Task AcceptAnswerAsync(string sdp, CancellationToken cancellationToken) =>
        await (await OpenAsync(cancellationToken)).AcceptAnswerAsync(route.Description(sdp), cancellationToken);

    public async Task RollbackAsync(CancellationToken cancellationToken) => await (await OpenAsync(cancellationToken)).RollbackAsync(cancellationToken);

    public async Task AddCandidatesAsync(IReadOnlyList<RtcIceCandidateInit?> candidates, CancellationToken cancellationToken) =>
        await (await OpenAsync(cancellationToken)).AddCandidatesAsync(route.Candidates(candidates), cancellationToken);

    public async Task ConfigureAsync(IReadOnlyList<RtcIceServer>? iceServers, IceTransportPolicy policy, CancellationToken cancellationToken) =>
        await (await OpenAsync(cancellationToken)).ConfigureAsync(
            iceServers is null ? null : route.Servers(iceServers), route.Policy(policy), cancellationToken);

    private Task<IBrowserPeer> OpenAsync(CancellationToken cancellationToken) => opening.WaitAsync(cancellationToken);
}
