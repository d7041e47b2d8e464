using System.Net;

namespace M4sh.Turn;

/// <summary>
/// As much of a STUN and TURN client (RFC 8489, RFC 8656) as it takes to find out whether a server serves: a binding, an allocation with a long-term
/// credential, permissions. It relays nothing. One request at a time.
/// </summary>
public sealed class TurnClient : IAsyncDisposable
{
    private const uint Udp = 17u << 24;

    private readonly StunTransport _transport;
    private (string Username, string Credential, string Realm, string Nonce)? _session;

    private TurnClient(StunTransport transport) => _transport = transport;

    /// <summary>Its own address, as it is before any NAT.</summary>
    public IPEndPoint LocalEndPoint => _transport.LocalEndPoint;

    /// <summary>What the server says it is (RFC 8489 §14.14); null where it has not, or not yet.</summary>
    public string? Software { get; private set; }

    /// <summary>Connects to a server; over UDP nothing is sent yet.</summary>
    /// <param name="address">The server.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="timeProvider">The clock of retransmissions.</param>
    /// <returns>The client.</returns>
    public static async Task<TurnClient> ConnectAsync(TurnAddress address, CancellationToken cancellationToken, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new(await StunTransport.ConnectAsync(address, timeProvider ?? TimeProvider.System, cancellationToken));
    }

    /// <summary>Asks for one's address as the server sees it.</summary>
    /// <param name="cancellationToken">Ends the waiting: over UDP an answer may never come.</param>
    /// <returns>The mapped address.</returns>
    /// <exception cref="StunException">The server refused.</exception>
    public async Task<IPEndPoint> BindAsync(CancellationToken cancellationToken) =>
        (await SendAsync(new(StunMethod.Binding), cancellationToken)).EndPoint(StunAttribute.XorMappedAddress);

    /// <summary>Allocates a relayed address.</summary>
    /// <param name="username">The credential's name.</param>
    /// <param name="credential">The credential.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The relayed address.</returns>
    /// <exception cref="StunException">The server refused: 401 for a wrong, forged or expired credential.</exception>
    public async Task<IPEndPoint> AllocateAsync(string username, string credential, CancellationToken cancellationToken)
    {
        // The first is always refused: the refusal holds the realm and the nonce, RFC 8489 §9.2.3.
        var challenge = await _transport.RequestAsync(new StunRequest(StunMethod.Allocate).With(StunAttribute.RequestedTransport, Udp), cancellationToken);
        var error = challenge.IsError ? challenge.Error() : null;
        if (error is not { Code: 401 } || challenge.Text(StunAttribute.Realm) is not { } realm || challenge.Text(StunAttribute.Nonce) is not { } nonce)
            throw error ?? new StunException(0, "The server does not ask for a credential.");

        _session = (username, credential, realm, nonce);
        var response = await SendAsync(new StunRequest(StunMethod.Allocate).With(StunAttribute.RequestedTransport, Udp), cancellationToken);
        return response.EndPoint(StunAttribute.XorRelayedAddress);
    }

    /// <summary>Asks that a peer may send to the relayed address, and be sent to.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>When it may.</returns>
    /// <exception cref="StunException">The server refused: 403 for a peer that is denied.</exception>
    public Task PermitAsync(IPAddress peer, CancellationToken cancellationToken) =>
        SendAsync(new StunRequest(StunMethod.CreatePermission).With(StunAttribute.XorPeerAddress, new IPEndPoint(peer, 0)), cancellationToken);

    /// <summary>Keeps the allocation for another while.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>When it is kept.</returns>
    /// <exception cref="StunException">The server refused.</exception>
    public Task RefreshAsync(CancellationToken cancellationToken) => SendAsync(new(StunMethod.Refresh), cancellationToken);

    /// <summary>Gives the allocation back; what is only disposed of, the server keeps for its lifetime.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>When it is gone.</returns>
    /// <exception cref="StunException">The server refused.</exception>
    public Task ReleaseAsync(CancellationToken cancellationToken) =>
        SendAsync(new StunRequest(StunMethod.Refresh).With(StunAttribute.Lifetime, 0u), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _transport.DisposeAsync();

    private async Task<StunResponse> SendAsync(StunRequest request, CancellationToken cancellationToken)
    {
        if (_session is { } session)
        {
            request.With(StunAttribute.Username, session.Username).With(StunAttribute.Realm, session.Realm).With(StunAttribute.Nonce, session.Nonce)
                .Sign(session.Username, session.Realm, session.Credential);
        }

        var response = await _transport.RequestAsync(request, cancellationToken);
        Software = response.Text(StunAttribute.Software)?.TrimEnd('\0') ?? Software;
        return response.IsError ? throw response.Error() : response;
    }
}
