namespace M4sh.Turn;

/// <summary>A STUN or TURN server refused a request (RFC 8489 §14.8), or answered what is no answer.</summary>
/// <param name="code">The error code: 401 for wrong credentials, 403 for a peer that is not allowed, 0 for no STUN at all.</param>
/// <param name="message">The server's reason.</param>
public sealed class StunException(int code, string message) : Exception(message)
{
    /// <summary>The error code.</summary>
    public int Code => code;
}
