using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using M4sh.Contracts.Sessions;
using M4sh.ServiceDefaults;
using M4sh.SignalingApi.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace M4sh.SignalingApi.Tests.Signaling.Sockets;

public sealed class SocketLimitTests(SignalingFixture fixture) : SocketTests(fixture)
{
    private const int MaxBytes = 64 * 1024;

    [Fact]
    public async Task Message_Of64KiB_IsTaken()
    {
        var (host, guest) = await OpenCallAsync(First, Second);

        await host.SendAsync(Offer(MaxBytes), Cancel);

        Assert.True((await guest.NextAsync("offer", Cancel)).GetProperty("sdp").GetString()!.Length > MaxBytes - 100);
    }

    [Theory]
    [InlineData(MaxBytes + 1, true)]
    [InlineData(1024 * 1024, true)]
    [InlineData(MaxBytes + 1, false)]
    public async Task Message_Larger_Closes(int bytes, bool end)
    {
        var (host, guest) = await OpenCallAsync(First, First);

        await guest.SendAsync(Encoding.UTF8.GetBytes(Offer(bytes)), Cancel, end: end);

        Assert.Equal((4413, "stop", "payload_too_large"), await guest.ClosedAsync(Cancel));
        await host.NextAsync("peer-disconnected", Cancel);
    }

    [Fact]
    public async Task Message_EndlessInFragments_Closes()
    {
        var (host, _) = await StartCallAsync();
        var peer = await OpenJoinedAsync(First, host);

        for (var sent = 0; sent <= MaxBytes; sent += 1000)
            await peer.SendAsync(new byte[1000], Cancel, end: false);

        Assert.Equal((4413, "stop", "payload_too_large"), await peer.ClosedAsync(Cancel));
    }

    [Fact]
    public async Task Messages_TooMany_CloseAndMayComeBack()
    {
        var replica = Start("bursts", new() { ["Signaling:MessageBurst"] = "5", ["Signaling:MessagesPerSecond"] = "1" });
        var (host, _) = await StartCallAsync();
        var peer = await OpenJoinedAsync(replica, host);

        for (var index = 0; index < 100; index++)
            await peer.SendAsync("""{"type":"ice-candidate","candidate":null}""", Cancel);

        Assert.Equal((4429, "resume", "rate_limited"), await peer.ClosedAsync(Cancel));
    }

    [Fact]
    public async Task Reader_TooSlow_LearnsSoWhenItReads()
    {
        var replica = Start("slow", new() { ["Signaling:OutboxCapacity"] = "4", ["Signaling:SendTimeout"] = "00:05:00" });
        var (host, guest) = await StartCallAsync();
        var slow = await OpenJoinedAsync(replica, guest);
        var sender = await OpenSenderAsync(host);

        // More than the outbox and all buffers of the two TCP ends hold.
        await FloodAsync(sender, count: 400);

        Assert.Equal((4408, "resume", "too_slow"), await slow.ClosedAsync(Cancel));
        await sender.NextAsync("peer-disconnected", Cancel);
    }

    [Fact]
    public async Task Reader_TooSlowOnTheHub_LearnsSoWhenItReads()
    {
        var replica = Start("hub-slow", new() { ["Signaling:OutboxCapacity"] = "4", ["Signaling:SendTimeout"] = "00:05:00" });
        var (host, guest) = await StartCallAsync();
        var slow = Add(await RawPeer.ConnectAsync(replica, $"/hubs/signaling?access_token={guest.Token}", Cancel));
        await slow.SendAsync("""{"protocol":"json","version":1}""" + '\u001e', Cancel);
        await slow.SendAsync("""{"type":1,"invocationId":"1","target":"Join","arguments":[{}]}""" + '\u001e', Cancel);
        await CallbackAsync(slow, "Joined");
        var sender = await OpenSenderAsync(host);

        await FloodAsync(sender, count: 400);

        Assert.Equal("""{"action":"resume","reason":"too_slow"}""", (await CallbackAsync(slow, "Disconnect")).GetRawText());
    }

    [Fact]
    public async Task Reader_ThatNeverReads_IsCutOff()
    {
        var replica = Start("never", new() { ["Signaling:OutboxCapacity"] = "4", ["Signaling:CloseTimeout"] = "00:00:00.2" });
        var (host, guest) = await StartCallAsync();
        var slow = Add(await RawTcp.ConnectAsync(replica, guest.Session.Id, guest.Token, Cancel));
        await slow.SendAsync(RawTcp.Text, """{"type":"join"}""", Cancel);
        await slow.ReadAsync(Cancel);
        var sender = await OpenSenderAsync(host);

        await FloodAsync(sender, count: 400);

        await sender.NextAsync("peer-disconnected", Cancel);
    }

    [Fact]
    public async Task Client_ThatAnswersNoPings_IsGone()
    {
        var replica = Start("silent", new() { ["Signaling:KeepAlive"] = "00:00:01", ["Signaling:Silence"] = "00:00:20" });
        var (host, guest) = await StartCallAsync();
        var watcher = await OpenJoinedAsync(First, host);

        // It answers no ping from here on, and has to be in the room before that makes it look gone.
        var silent = Add(await RawTcp.ConnectAsync(replica, guest.Session.Id, guest.Token, Cancel));
        await silent.SendAsync(RawTcp.Text, """{"type":"join"}""", Cancel);
        await watcher.NextAsync("peer-joined", Cancel);

        await silent.UntilAsync(RawTcp.Ping, Cancel);

        await watcher.NextAsync("peer-disconnected", Cancel);
        await silent.EndAsync(Cancel);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    [InlineData(RawTcp.Text | 0x40)]
    public async Task Frame_AgainstTheStandard_ClosesAndTheOtherIsTold(int opcode)
    {
        var (host, guest) = await StartCallAsync();
        var watcher = await OpenJoinedAsync(First, host);
        var raw = Add(await RawTcp.ConnectAsync(First, guest.Session.Id, guest.Token, Cancel));
        await raw.SendAsync(RawTcp.Text, """{"type":"join"}""", Cancel);
        await watcher.NextAsync("peer-joined", Cancel);

        await raw.SendAsync(opcode, "x", Cancel);

        // It may cut the connection before its close, which says 1002, is read.
        await raw.EndAsync(Cancel);
        await watcher.NextAsync("peer-disconnected", Cancel);
    }

    [Fact]
    public async Task Client_ThatIsCutOff_IsGone()
    {
        var (host, guest) = await StartCallAsync();
        var watcher = await OpenJoinedAsync(First, host);
        var raw = await RawTcp.ConnectAsync(First, guest.Session.Id, guest.Token, Cancel);
        await raw.SendAsync(RawTcp.Text, """{"type":"join"}""", Cancel);
        await watcher.NextAsync("peer-joined", Cancel);

        await raw.DisposeAsync();

        await watcher.NextAsync("peer-disconnected", Cancel);
    }

    [Fact]
    public async Task Metrics_OfASocket_SayWebsocket()
    {
        var counted = new ConcurrentQueue<string>();
        var replica = Start("metrics", []);
        var meters = replica.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Name is WebRtcInstruments.SignalingMessages)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => counted.Enqueue(string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
        listener.Start();
        var (host, _) = await StartCallAsync();

        await OpenJoinedAsync(replica, host);

        Assert.Equal(["type=join transport=websocket"], counted);
    }

    [Fact]
    public async Task Logs_OfSockets_HoldNoToken()
    {
        using var logs = new CapturedLogs();
        var replica = Start(
            "logged",
            new()
            {
                ["Logging:LogLevel:Default"] = "Trace",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace",
                ["Logging:Console:LogLevel:Default"] = "None",
            },
            services => services.AddSingleton<ILoggerProvider>(logs));
        var (host, guest) = await StartCallAsync();
        var peer = await OpenJoinedAsync(replica, host);
        await peer.SendAsync("""{"type":"offer","sdp":"in-the-sdp","id":"o"}""", Cancel);
        await peer.NextAsync("ack", Cancel);
        await peer.SendAsync("""{"type":"offer","sdp":["in-the-sdp"],"in-the-sdp":1,"id":"o"}""", Cancel);
        await peer.NextAsync("error", Cancel);
        await peer.SendAsync("""{"type":"leave"}""", Cancel);
        await peer.ClosedAsync(Cancel);
        await using var refused = await RawPeer.ConnectAsync(replica, guest.Session.Id, "in.the.query", Cancel);
        await refused.ClosedAsync(Cancel);

        Assert.NotEmpty(logs.Lines);
        Assert.All(
            [host.Token, "in.the.query", "in-the-sdp", "?token="],
            secret => Assert.DoesNotContain(logs.Lines, line => line.Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    public void Options_SilenceNotLongerThanKeepAlive_StopTheStart() =>
        Assert.ThrowsAny<Exception>(() => Start("wrong", new() { ["Signaling:KeepAlive"] = "00:00:20", ["Signaling:Silence"] = "00:00:20" }));

    private async Task<RawPeer> OpenSenderAsync(JoinSessionResponse join)
    {
        // Nobody answers here, and shall not be told so.
        var replica = Start("sender", new() { ["Signaling:MessageBurst"] = "100000", ["Signaling:AnswerTimeout"] = "00:10:00" });
        return await OpenJoinedAsync(replica, join);
    }

    /// <summary>Reads a hub's connection up to this callback: its argument.</summary>
    private static async Task<JsonElement> CallbackAsync(RawPeer hub, string name)
    {
        while (true)
        {
            foreach (var message in await hub.ReadRecordsAsync(Cancel))
            {
                if (message.TryGetProperty("target", out var target) && target.GetString() == name)
                    return message.GetProperty("arguments")[0];
            }
        }
    }

    private static async Task FloodAsync(RawPeer sender, int count)
    {
        var offer = Offer(48 * 1024);
        for (var index = 0; index < count; index++)
        {
            await sender.SendAsync(offer, Cancel);
        }
    }

    private static string Offer(int bytes)
    {
        const string Frame = """{"type":"offer","sdp":"v=0"}""";
        return Frame.Replace("v=0", "v=0" + new string('s', bytes - Frame.Length), StringComparison.Ordinal);
    }
}
