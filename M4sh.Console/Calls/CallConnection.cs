using M4sh.Client.Signaling;
using M4sh.Client.Signaling.Negotiation;

namespace M4sh.Console.Calls;

/// <summary>What a side holds from one load of its page to the next: a peer, a signaling connection, and the negotiation between them.</summary>
internal sealed class CallConnection(Task<IBrowserPeer> opening) : IAsyncDisposable
{
    private readonly List<IDisposable> _registrations = [];

    public Task<IBrowserPeer> Opening => opening;

    public SignalingConnection? Signaling { get; private set; }

    public PeerNegotiation? Negotiation { get; private set; }

    public void Use(SignalingConnection signaling, PeerNegotiation negotiation, params IEnumerable<IDisposable> registrations)
    {
        (Signaling, Negotiation) = (signaling, negotiation);
        _registrations.AddRange(registrations);
    }

    public async ValueTask DisposeAsync()
    {
        _registrations.ForEach(registration => registration.Dispose());
        Negotiation?.Dispose();
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            if (opening.IsCompletedSuccessfully)
            {
                await (await opening).DisposeAsync();
            }
        }
        finally
        {
            if (Signaling is not null)
            {
                await Signaling.DisposeAsync();
            }
        }
    }
}
