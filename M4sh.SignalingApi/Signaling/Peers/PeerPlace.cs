namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>Where a user's connection is: the node (a run of a replica) that holds it, and its id there.</summary>
internal readonly record struct PeerPlace(string Node, string ConnectionId)
{
    private const char Separator = '|';

    public static PeerPlace Parse(string text)
    {
        var separator = text.LastIndexOf(Separator);
        return new(text[..separator], text[(separator + 1)..]);
    }

    public override string ToString() => $"{Node}{Separator}{ConnectionId}";
}
