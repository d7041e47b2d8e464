using System.Text.Json;
using System.Text.Json.Nodes;

namespace M4sh.SignalingApi.Tests.Signaling.Sockets;

public sealed class SocketMessageTests(SignalingFixture fixture) : SocketTests(fixture)
{
    [Fact]
    public async Task Join_First_IsToldAllAndThenAcked()
    {
        var (host, _) = await StartCallAsync();
        var peer = await OpenAsync(First, host);

        await peer.SendAsync("""{"type":"join","id":"j-1"}""", Cancel);

        var joined = await peer.NextAsync("joined", Cancel);
        Assert.Equal(
            ["type", "session", "self", "polite", "peers", "permissions", "ice_servers", "ice_servers_expires_at", "ice_candidate_timeout", "epoch", "seq", "resumed", "negotiation"],
            joined.EnumerateObject().Select(member => member.Name));
        Assert.Equal("""{"type":"ack","id":"j-1"}""", (await peer.NextAsync("ack", Cancel)).GetRawText());
    }

    [Fact]
    public async Task Message_EmptyId_IsRefused()
    {
        var (host, _) = await StartCallAsync();
        var peer = await OpenJoinedAsync(First, host);

        await peer.SendAsync("""{"type":"ice-candidate","candidate":null,"id":""}""", Cancel);

        Assert.Equal("invalid_request", (await peer.NextAsync("error", Cancel)).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_BetweenSockets_ArriveWithNamedMembersOnly(bool apart)
    {
        var (host, guest) = await OpenCallAsync(First, apart ? Second : First);

        await host.SendAsync("""{"type":"offer","sdp":"v=0","id":"o","extra":{"a":[1]},"from_user_id":"mallory","seq":99}""", Cancel);
        Assert.Equal("""{"type":"ack","id":"o","seq":1}""", (await host.NextAsync("ack", Cancel)).GetRawText());
        var offer = await guest.NextAsync("offer", Cancel);
        Assert.Equal(["from_user_id", "sdp", "seq", "type"], Names(offer));
        Assert.Equal((1, "v=0"), (offer.GetProperty("seq").GetInt64(), offer.GetProperty("sdp").GetString()));
        Assert.StartsWith("host-", offer.GetProperty("from_user_id").GetString(), StringComparison.Ordinal);

        await guest.SendAsync("""{"type":"answer","sdp":"v=0","offer_seq":1}""", Cancel);
        Assert.Equal(["from_user_id", "offer_seq", "sdp", "seq", "type"], Names(await host.NextAsync("answer", Cancel)));
        await guest.SendAsync("""{"type":"ice-candidate","candidate":null}""", Cancel);
        var end = await host.NextAsync("ice-candidate", Cancel);
        Assert.Equal(["candidate", "from_user_id", "seq", "type"], Names(end));
        Assert.Equal(JsonValueKind.Null, end.GetProperty("candidate").ValueKind);
        await guest.SendAsync("""{"type":"ice-candidate","candidates":[{"candidate":"c","sdpMid":"0","x":1}]}""", Cancel);
        var candidate = Assert.Single((await host.NextAsync("ice-candidate", Cancel)).GetProperty("candidates").EnumerateArray());
        Assert.False(candidate.TryGetProperty("x", out _));
        await guest.SendAsync("""{"type":"mute","kind":"audio","id":"last"}""", Cancel);
        Assert.Equal(5, (await host.NextAsync("mute", Cancel)).GetProperty("seq").GetInt64());

        // None of those without an id was acked.
        Assert.Equal("last", (await guest.NextAsync("ack", Cancel)).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task Messages_OneOnTheHub_Arrive(bool hostOnHub, bool apart)
    {
        var (hostJoin, guestJoin) = await StartCallAsync();
        var (onHub, onSocket) = hostOnHub ? (hostJoin, guestJoin) : (guestJoin, hostJoin);
        var hub = await ConnectAsync(First, onHub);
        var socket = await OpenJoinedAsync(apart ? Second : First, onSocket);
        await hub.NextAsync<Contracts.Signaling.PeerJoined>(Cancel);

        await hub.Connection.SendOfferAsync("v=0", Cancel);
        Assert.Equal(1, (await socket.NextAsync("offer", Cancel)).GetProperty("seq").GetInt64());
        await socket.SendAsync("""{"type":"answer","sdp":"v=0\r\n","id":"a"}""", Cancel);
        Assert.Equal(2, (await socket.NextAsync("ack", Cancel)).GetProperty("seq").GetInt64());
        Assert.Equal("v=0\r\n", (await hub.NextAsync<Contracts.Signaling.AnswerRelay>(Cancel)).Sdp);
        await socket.SendAsync("""{"type":"ice-candidate","candidate":{"candidate":"c"}}""", Cancel);
        Assert.Equal(3, (await hub.NextAsync<Contracts.Signaling.IceCandidateRelay>(Cancel)).Seq);

        await socket.SendAsync("""{"type":"leave"}""", Cancel);
        Assert.Equal(onSocket.Participant.UserId, (await hub.NextAsync<Contracts.Signaling.PeerLeft>(Cancel)).UserId);
    }

    [Fact]
    public async Task QualityStats_Bad_AdvisesAndAcks()
    {
        var (host, _) = await StartCallAsync();
        var peer = await OpenJoinedAsync(First, host);

        await peer.SendAsync("""{"type":"quality-stats","id":"q","rtt_ms":500,"packet_loss_pct":9,"jitter_ms":70}""", Cancel);

        var answers = new[] { (await peer.ReadAsync(Cancel))!.Value, (await peer.ReadAsync(Cancel))!.Value };
        Assert.Equal(["ack", "quality-recommendation"], answers.Select(answer => answer.GetProperty("type").GetString()).Order());
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("{", null)]
    [InlineData("hello", null)]
    [InlineData("null", null)]
    [InlineData("[]", null)]
    [InlineData("5", null)]
    [InlineData("{}", null)]
    [InlineData("""{"id":"m"}""", "m")]
    [InlineData("""{"type":5,"id":"m"}""", "m")]
    [InlineData("""{"type":null,"id":"m"}""", "m")]
    [InlineData("""{"type":"joined","id":"m"}""", "m")]
    [InlineData("""{"type":"Offer","sdp":"v=0","id":"m"}""", "m")]
    [InlineData("""{"type":"offer","id":"m"}""", "m")]
    [InlineData("""{"type":"offer","sdp":5,"id":"m"}""", "m")]
    [InlineData("""{"type":"offer","sdp":null,"id":"m"}""", "m")]
    [InlineData("""{"type":"offer","sdp":"","id":"m"}""", "m")]
    [InlineData("""{"type":"offer","type":"offer","sdp":"v=0","id":"m"}""", null)]
    [InlineData("""{"id":"m","type":"offer","sdp":"v=0","sdp":"v=0"}""", "m")]
    [InlineData("""{"id":"m","id":"n","type":"offer","sdp":"v=0"}""", "m")]
    [InlineData("""{"id":"m","type":"offer","sdp":"v=0"} """ + "\u001e" + """{"type":"leave"}""", "m")]
    [InlineData("""{"id":"m","type":"offer","sdp":"v=0"}{"type":"leave"}""", "m")]
    [InlineData("""{"id":"m","type":"offer","sdp":"\ud800"}""", "m")]
    [InlineData("""{"id":"m","type":"\ud800"}""", "m")]
    [InlineData("""{"type":"offer","sdp":"v=0","id":7}""", null)]
    [InlineData("""{"type":"offer","sdp":"v=0","id":"00000000000000000000000000000000000000000000000000000000000000000"}""", null)]
    [InlineData("""{"type":"mute","kind":"smell","id":"m"}""", "m")]
    [InlineData("""{"type":"mute","kind":0,"id":"m"}""", "m")]
    [InlineData("""{"type":"ice-candidate","id":"m"}""", "m")]
    [InlineData("""{"type":"ice-candidate","candidates":[],"id":"m"}""", "m")]
    [InlineData("""{"type":"connection-state","state":"sideways","id":"m"}""", "m")]
    [InlineData("""{"type":"quality-stats","rtt_ms":-1,"packet_loss_pct":0,"jitter_ms":0,"id":"m"}""", "m")]
    public async Task Message_Malformed_IsAnErrorAndTheConnectionStays(string message, string? id)
    {
        var (host, _) = await StartCallAsync();
        var peer = await OpenJoinedAsync(First, host);

        await peer.SendAsync(message, Cancel);

        var error = await peer.NextAsync("error", Cancel);
        Assert.Equal("invalid_request", error.GetProperty("code").GetString());
        Assert.NotEqual("", error.GetProperty("message").GetString());
        Assert.Equal(id, error.TryGetProperty("id", out var given) ? given.GetString() : null);
        await peer.SendAsync("""{"type":"offer","sdp":"v=0","id":"next"}""", Cancel);
        Assert.Equal("next", (await peer.NextAsync("ack", Cancel)).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData(31, false)]
    [InlineData(32, true)]
    public async Task Message_Nested_IsRefusedFromDepth33On(int depthOfMember, bool refused)
    {
        var (host, _) = await StartCallAsync();
        var peer = await OpenJoinedAsync(First, host);
        var nested = $"{new string('[', depthOfMember)}{new string(']', depthOfMember)}";

        await peer.SendAsync($$"""{"type":"offer","sdp":"v=0","id":"m","extra":{{nested}}}""", Cancel);

        await peer.NextAsync(refused ? "error" : "ack", Cancel);
    }

    [Fact]
    public async Task Message_BeforeJoin_IsRefused()
    {
        var (host, _) = await StartCallAsync();
        var peer = await OpenAsync(First, host);

        foreach (var type in new[] { "offer\",\"sdp\":\"v=0", "mute\",\"kind\":\"audio", "ice-candidate\",\"candidate\":null,\"x\":\"", "connection-state\",\"state\":\"new" })
        {
            await peer.SendAsync($$"""{"type":"{{type}}"}""", Cancel);
            Assert.Equal("invalid_request", (await peer.NextAsync("error", Cancel)).GetProperty("code").GetString());
        }

        await peer.JoinAsync(Cancel);
    }

    [Fact]
    public async Task Message_InFragmentsWithinACodePoint_IsOne()
    {
        var (host, guest) = await OpenCallAsync(First, First);
        var message = System.Text.Encoding.UTF8.GetBytes("""{"type":"offer","sdp":"v=0 €𝄞"}""");

        // Each byte on its own, and nothing as the last.
        foreach (var part in message)
            await host.SendAsync([part], Cancel, end: false);

        await host.SendAsync([], Cancel, end: true);

        Assert.Equal("v=0 €𝄞", (await guest.NextAsync("offer", Cancel)).GetProperty("sdp").GetString());
    }

    [Fact]
    public async Task Candidates_Over16KiB_AreTooLarge()
    {
        var (host, _) = await StartCallAsync();
        var peer = await OpenJoinedAsync(First, host);

        await peer.SendAsync(Candidates(16 * 1024), Cancel);
        await peer.NextAsync("ack", Cancel);
        await peer.SendAsync(Candidates((16 * 1024) + 1), Cancel);

        Assert.Equal("payload_too_large", (await peer.NextAsync("error", Cancel)).GetProperty("code").GetString());

        static string Candidates(int bytes) => new JsonObject
        {
            ["type"] = "ice-candidate",
            ["id"] = $"{bytes}",
            ["candidates"] = new JsonArray([.. Enumerable.Range(0, 2).Select(index => new JsonObject { ["candidate"] = new string('c', (bytes + index) / 2) })]),
        }.ToJsonString();
    }

    private static IEnumerable<string> Names(JsonElement message) => message.EnumerateObject().Select(member => member.Name).Order();
}
