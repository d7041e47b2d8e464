namespace M4sh.SignalingApi.Tests.Signaling.Negotiations;

/// <summary>What a model client sends; a join is none of these.</summary>
internal sealed record Sent(string Id, string Type, string Sdp = "", long? OfferSeq = null);

/// <summary>What it is told.</summary>
internal abstract record Told;

/// <summary>An ack or an error; repeated: of an id that the server knew.</summary>
internal sealed record Reply(string Id, long? Seq, string? Code = null, bool Repeated = false) : Told;

internal sealed record Relayed(long Seq, string From, string Type, string Sdp = "", long? OfferSeq = null) : Told;

internal sealed record Joined(string Epoch, long Seq, bool Resumed, bool PeerPresent, IReadOnlyList<Relayed> Negotiation) : Told;

internal sealed record PeerCame(string Epoch, bool Restarted) : Told;

internal sealed record PeerWent : Told;
