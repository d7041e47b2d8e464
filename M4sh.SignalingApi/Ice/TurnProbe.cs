using M4sh.Turn;

namespace M4sh.SignalingApi.Ice;

/// <summary>A STUN binding (RFC 8489 §3), over the transport that the address names: every TURN server answers one, and asks for no credential.</summary>
internal sealed class TurnProbe(TimeProvider time) : ITurnProbe
{
    public async Task<string?> ProbeAsync(string url, CancellationToken cancellationToken)
    {
        if (!TurnAddress.TryParse(url, out var address))
            throw new StunException(0, "This is no address of a TURN server.");

        await using var client = await TurnClient.ConnectAsync(address, cancellationToken, time);
        await client.BindAsync(cancellationToken);
        return client.Software;
    }
}
