using System.Text;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Signaling.Peers;

namespace M4sh.SignalingApi.Signaling.Routing;

/// <summary>The bounds of what a client may send (PROTOCOL §5).</summary>
internal static class SignalingRules
{
    public static void Validate(ClientMessage message) => ValidateId(message.Id);

    public static void Validate(JoinMessage message)
    {
        ValidateId(message.Id);
        if (message.LastSeq < 0)
            throw RequestErrors.Of("last_seq", "must not be negative");
    }

    public static void Validate(SignalingPeer peer, OfferMessage message, ConnectionOptions options)
    {
        Validate(message);
        ValidateSdp(peer, message.Sdp, options);
    }

    public static void Validate(SignalingPeer peer, AnswerMessage message, ConnectionOptions options)
    {
        Validate(message);
        ValidateSdp(peer, message.Sdp, options);
        if (message.OfferSeq <= 0)
            throw RequestErrors.Of("offer_seq", "must be the seq of an offer");
    }

    public static void Validate(IceCandidateMessage message, ConnectionOptions options)
    {
        ValidateId(message.Id);
        if ((message.Candidates ?? [message.Candidate]).Sum(Bytes) > options.MaxCandidateBytes)
            throw TooLarge($"A message holds at most {options.MaxCandidateBytes} bytes of candidates.");
        if (message.HasCandidate == message.Candidates is not null)
            throw RequestErrors.Of("candidate", "or candidates must be given, and not both");
        if (message.Candidates is { Count: 0 })
            throw RequestErrors.Of("candidates", "must hold a candidate");
        if ((message.Candidates ?? [message.Candidate]).Any(candidate => candidate?.SdpMLineIndex is < ushort.MinValue or > ushort.MaxValue))
            throw RequestErrors.Of("sdpMLineIndex", "must be from 0 to 65535");
    }

    public static void ValidateJoined(SignalingPeer peer)
    {
        if (!peer.HasJoined)
            throw NotJoined();
    }

    public static M4shException NotJoined() => new(ErrorCodes.InvalidRequest, "Join first.");

    public static M4shException RoomLost() => new(ErrorCodes.Unavailable, "The session's signaling was lost. Connect again.");

    public static M4shException Glare() => new(ErrorCodes.Glare, "The other offer counts, or there is none to answer.");

    public static M4shException NoSuchTarget() => new(ErrorCodes.NotFound, "target_user_id is not the other participant.");

    private static void ValidateId(string? id)
    {
        if (id is { Length: 0 or > ClientMessage.MaxIdLength })
            throw RequestErrors.Of("id", $"must have 1 to {ClientMessage.MaxIdLength} characters");
    }

    private static void ValidateSdp(SignalingPeer peer, string sdp, ConnectionOptions options)
    {
        if (Bytes(sdp) > options.MaxMessageBytes)
            throw TooLarge($"A message holds at most {options.MaxMessageBytes} bytes.");
        if (string.IsNullOrWhiteSpace(sdp))
            throw RequestErrors.Of("sdp", "must not be empty");
        if (SdpPermissions.FirstDenied(sdp, peer.Permissions) is { } kind)
            throw new M4shException(ErrorCodes.PermissionDenied, $"The token does not permit to send {kind.ToLowerInvariant()}.");
    }

    private static M4shException TooLarge(string detail) => new(ErrorCodes.PayloadTooLarge, detail);

    private static int Bytes(RtcIceCandidateInit? candidate) => candidate is null
        ? 0
        : Encoding.UTF8.GetByteCount(candidate.Candidate) + Bytes(candidate.SdpMid) + Bytes(candidate.UsernameFragment);

    private static int Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
