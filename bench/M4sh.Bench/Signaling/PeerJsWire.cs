namespace M4sh.Bench.Signaling;

/// <summary>A PeerServer (npm <c>peer</c>): each message names whom it is for.</summary>
internal sealed class PeerJsWire(Uri address, string other) : PeerWire(address)
{
    public override Task LeaveAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task GreetAsync(CancellationToken cancellationToken) => Greetings.ReachAsync(1);

    protected override string Message(SignalKind kind, string text, int number) => $$"""{"type":"{{kind.ToString().ToUpperInvariant()}}","payload":{"type":"media","connectionId":"mc","text":"{{text}}"},"dst":"{{other}}"}""";

    protected override void Take(ReadOnlySpan<byte> frame)
    {
        var counter = frame.IndexOf("\"OFFER\""u8) >= 0 ? Offers
            : frame.IndexOf("\"ANSWER\""u8) >= 0 ? Answers
            : frame.IndexOf("\"CANDIDATE\""u8) >= 0 ? Candidates
            : frame.IndexOf("\"OPEN\""u8) >= 0 ? Greetings
            : frame.IndexOf("\"ERROR\""u8) >= 0 ? Errors
            : null;
        counter?.Add();
    }
}
