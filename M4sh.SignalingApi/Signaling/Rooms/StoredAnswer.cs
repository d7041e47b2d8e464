using System.Globalization;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Errors;

namespace M4sh.SignalingApi.Signaling.Rooms;

/// <summary>What a message was answered, as it is kept under its id: the seq, nothing, or <c>!code detail</c>.</summary>
internal sealed record StoredAnswer(string Text)
{
    private const char Refused = '!';
    private const char Separator = ' ';

    public static readonly StoredAnswer Done = new("");

    public static StoredAnswer Of(Ack ack) => new(ack.Seq?.ToString(CultureInfo.InvariantCulture) ?? "");

    public static StoredAnswer Of(M4shException refusal) => new($"{Refused}{refusal.Code}{Separator}{refusal.Message}");

    public bool IsRelayed => Text.Length > 0 && Text[0] != Refused;

    /// <summary>The same answer once more.</summary>
    /// <exception cref="M4shException">It was a refusal.</exception>
    public Ack ToAck(string? id)
    {
        if (Text.Length > 0 && Text[0] == Refused)
        {
            var end = Text.IndexOf(Separator, StringComparison.Ordinal);
            throw new M4shException(Text[1..end], Text[(end + 1)..]);
        }

        return new() { Id = id, Seq = Text.Length == 0 ? null : long.Parse(Text, NumberStyles.None, CultureInfo.InvariantCulture) };
    }
}
