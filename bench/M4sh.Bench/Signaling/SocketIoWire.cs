using System.Text.Json;

namespace M4sh.Bench.Signaling;

/// <summary>socket.io over WebSocket: Engine.IO 4 by hand; a room a call.</summary>
internal sealed class SocketIoWire(Uri address, string room) : PeerWire(address)
{
    public override Task LeaveAsync(CancellationToken cancellationToken) => WriteAsync("41", cancellationToken);

    protected override async Task GreetAsync(CancellationToken cancellationToken)
    {
        await Greetings.ReachAsync(1);
        await WriteAsync("40", cancellationToken);
        await Greetings.ReachAsync(2);
        await WriteAsync($"420[\"join\",{JsonSerializer.Serialize(room)}]", cancellationToken);
        await Greetings.ReachAsync(3);
    }

    protected override string Message(SignalKind kind, string text, int number) =>
        $$"""42["signal",{"type":"{{kind.ToString().ToUpperInvariant()}}","text":"{{text}}"}]""";

    protected override void Take(ReadOnlySpan<byte> frame)
    {
        var counter = frame.StartsWith("0{"u8) || frame.StartsWith("40"u8) || frame.StartsWith("43"u8) ? Greetings
            : frame.IndexOf("\"OFFER\""u8) >= 0 ? Offers
            : frame.IndexOf("\"ANSWER\""u8) >= 0 ? Answers
            : frame.IndexOf("\"CANDIDATE\""u8) >= 0 ? Candidates
            : null;
        counter?.Add();
        if (frame.SequenceEqual("2"u8))
            _ = WriteAsync("3", CancellationToken.None);
    }
}
