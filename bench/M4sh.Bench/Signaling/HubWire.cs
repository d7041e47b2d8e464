namespace M4sh.Bench.Signaling;

/// <summary>M4sh's SignalR hub, its JSON protocol by hand: invocations, each with its completion.</summary>
internal sealed class HubWire(Uri address) : PeerWire(address)
{
    private const char End = '\x1e';

    protected override bool HasAcks => true;

    protected override string Ping => $$"""{"type":6}{{End}}""";

    public override async Task LeaveAsync(CancellationToken cancellationToken)
    {
        await WriteAsync($$"""{"type":1,"target":"Leave","arguments":[{}]}{{End}}""", cancellationToken);
        await ClosedAsync();
    }

    protected override async Task GreetAsync(CancellationToken cancellationToken)
    {
        await WriteAsync($$"""{"protocol":"json","version":1}{{End}}""", cancellationToken);
        await Greetings.ReachAsync(1);
        await WriteAsync($$"""{"type":1,"target":"Join","arguments":[{}]}{{End}}""", cancellationToken);
        await Greetings.ReachAsync(2);
    }

    protected override string Message(SignalKind kind, string text, int number)
    {
        var method = kind == SignalKind.Candidate ? "IceCandidate" : kind.ToString();
        return $$"""{"type":1,"invocationId":"{{number}}","target":"{{method}}","arguments":[{"id":"{{number}}",{{SignalText.Member(kind, text)}}}]}{{End}}""";
    }

    protected override void Take(ReadOnlySpan<byte> frame)
    {
        foreach (var range in frame.Split((byte)End))
        {
            var message = frame[range];
            if (message.IsEmpty)
                continue;

            var counter = message.SequenceEqual("{}"u8) ? Greetings
                : message.StartsWith("{\"type\":3"u8) ? message.IndexOf("\"error\""u8) >= 0 ? Errors : Acks
                : message.IndexOf("\"target\":\"Offer\""u8) >= 0 ? Offers
                : message.IndexOf("\"target\":\"Answer\""u8) >= 0 ? Answers
                : message.IndexOf("\"target\":\"IceCandidate\""u8) >= 0 ? Candidates
                : message.IndexOf("\"target\":\"Joined\""u8) >= 0 ? Greetings
                : message.IndexOf("\"target\":\"Error\""u8) >= 0 ? Errors
                : null;
            counter?.Add();
        }
    }
}
