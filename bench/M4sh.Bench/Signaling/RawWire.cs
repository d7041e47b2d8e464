namespace M4sh.Bench.Signaling;

/// <summary>M4sh's raw WebSocket, and the bare relay, which takes the same messages: each has an id, so that M4sh confirms it.</summary>
internal sealed class RawWire(Uri address, bool hasAcks) : PeerWire(address)
{
    // Of the text before a frame's type: what has another there has the word somewhere else.
    private const int TypeEnd = 12;

    protected override bool HasAcks => hasAcks;

    public override async Task LeaveAsync(CancellationToken cancellationToken)
    {
        await WriteAsync("""{"type":"leave"}""", cancellationToken);
        await ClosedAsync();
    }

    protected override async Task GreetAsync(CancellationToken cancellationToken)
    {
        await WriteAsync("""{"type":"join"}""", cancellationToken);
        await Greetings.ReachAsync(1);
    }

    protected override string Message(SignalKind kind, string text, int number) =>
        $$"""{"type":"{{SignalText.Type(kind)}}","id":"{{number}}",{{SignalText.Member(kind, text)}}}""";

    protected override void Take(ReadOnlySpan<byte> frame)
    {
        var counter = Is(frame, "\"offer\""u8) ? Offers
            : Is(frame, "\"answer\""u8) ? Answers
            : Is(frame, "\"ice-candidate\""u8) ? Candidates
            : Is(frame, "\"ack\""u8) ? Acks
            : Is(frame, "\"joined\""u8) ? Greetings
            : Is(frame, "\"error\""u8) ? Errors
            : null;
        counter?.Add();
    }

    private static bool Is(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> type) => frame.IndexOf(type) is >= 0 and < TypeEnd;
}
