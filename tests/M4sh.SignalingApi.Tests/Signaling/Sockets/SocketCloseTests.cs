using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using M4sh.SignalingApi.Tests.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.SignalingApi.Tests.Signaling.Sockets;

public sealed class SocketCloseTests(SignalingFixture fixture) : SocketTests(fixture)
{
    private const string LongAgo = "2020-01-01T00:00:00Z";

    [Fact]
    public async Task Open_NoToken_ClosesUnauthorized()
    {
        var (host, _) = await StartCallAsync();

        await AssertRefusedAsync($"/ws/webrtc/{host.Session.Id}/", 4401, "unauthorized");
        await AssertRefusedAsync($"/ws/webrtc/{host.Session.Id}", 4401, "unauthorized");
        await AssertRefusedAsync($"/ws/webrtc/{host.Session.Id}/?token=", 4401, "unauthorized");
    }

    [Fact]
    public async Task Open_BadToken_ClosesUnauthorizedAndSaysWhy()
    {
        var (host, _) = await StartCallAsync();
        var path = $"/ws/webrtc/{host.Session.Id}/?token=";

        await AssertRefusedAsync($"{path}nonsense", 4401, "unauthorized");
        await AssertRefusedAsync(path + TestTokens.Platform(host.Participant.UserId), 4401, "unauthorized");
        await AssertRefusedAsync(path + Token(host.Session.Id, "a", expires: DateTimeOffset.Parse(LongAgo, null)), 4401, "token_expired");
        await ApiAs(host.Participant.UserId).RevokeTokenAsync(host.Session.Id, host.Token, Cancel);
        await AssertRefusedAsync(path + host.Token, 4401, "token_revoked");
    }

    [Fact]
    public async Task Open_Elsewhere_ClosesInTheOrderOfTheChecks()
    {
        var (host, _) = await StartCallAsync();
        var (other, _) = await StartCallAsync();
        var nowhere = Guid.CreateVersion7();

        await AssertRefusedAsync($"/ws/webrtc/not-a-uuid/?token={host.Token}", 4400, "invalid_request");
        await AssertRefusedAsync($"/ws/webrtc/{host.Session.Id:N}/?token={host.Token}", 4400, "invalid_request");
        await AssertRefusedAsync("/ws/webrtc/not-a-uuid/", 4401, "unauthorized");
        await AssertRefusedAsync($"/ws/webrtc/{other.Session.Id}/?token={host.Token}", 4403, "forbidden");
        await AssertRefusedAsync($"/ws/webrtc/{nowhere}/?token={host.Token}", 4403, "forbidden");
        await AssertRefusedAsync($"/ws/webrtc/{nowhere}/?token={Token(nowhere, "a")}", 4404, "not_found");
        await AssertRefusedAsync($"/ws/webrtc/{host.Session.Id}/?token={Token(host.Session.Id, "stranger")}", 4404, "not_found");
    }

    [Fact]
    public async Task Open_ElsewhereWithARevokedToken_ClosesForTheToken()
    {
        var (host, _) = await StartCallAsync();
        await ApiAs(host.Participant.UserId).RevokeTokenAsync(host.Session.Id, host.Token, Cancel);

        await AssertRefusedAsync($"/ws/webrtc/{Guid.CreateVersion7()}/?token={host.Token}", 4401, "token_revoked");
        await AssertRefusedAsync($"/ws/webrtc/not-a-uuid/?token={host.Token}", 4401, "token_revoked");
    }

    [Fact]
    public async Task Open_EndedSession_ClosesEnded()
    {
        var (host, guest) = await StartCallAsync();
        await ApiAs(host.Participant.UserId).EndSessionAsync(host.Session.Id, null, Cancel);

        await AssertRefusedAsync($"/ws/webrtc/{host.Session.Id}/?token={guest.Token}", 4410, "session_ended");
    }

    [Fact]
    public async Task Open_NoTrailingSlash_Works()
    {
        var (host, _) = await StartCallAsync();

        var peer = Add(await RawPeer.ConnectAsync(First, $"/ws/webrtc/{host.Session.Id}?token={host.Token}", Cancel));

        await peer.JoinAsync(Cancel);
    }

    [Fact]
    public async Task WebSocketUrl_OfTheJoin_IsWhereItIs()
    {
        var (host, _) = await StartCallAsync();

        var peer = Add(await RawPeer.ConnectAsync(First, $"{new Uri(host.WebsocketUrl).AbsolutePath}?token={host.Token}", Cancel));

        await peer.JoinAsync(Cancel);
    }

    [Fact]
    public async Task Open_OtherOriginOrNoWebSocket_IsRefusedOverHttp()
    {
        var (host, _) = await StartCallAsync();
        var path = $"/ws/webrtc/{host.Session.Id}/?token={host.Token}";

        await Assert.ThrowsAsync<WebSocketException>(() => RawPeer.ConnectAsync(First, path, Cancel, origin: "http://evil.test"));
        using var http = First.Root();
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Origin", "http://evil.test" } } };
        Assert.Equal(HttpStatusCode.Forbidden, (await http.SendAsync(request, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync(new Uri(path, UriKind.Relative), Cancel)).StatusCode);
        var allowed = Add(await RawPeer.ConnectAsync(First, path, Cancel, origin: "http://console.test"));
        await allowed.JoinAsync(Cancel);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Leave_Joined_IsAckedAndClosedNormally(bool apart)
    {
        var (host, guest) = await OpenCallAsync(First, apart ? Second : First);

        await guest.SendAsync("""{"type":"leave","id":"bye","reason":"tea"}""", Cancel);

        Assert.Equal("bye", (await guest.NextAsync("ack", Cancel)).GetProperty("id").GetString());
        Assert.Equal((1000, "stop", "left"), await guest.ClosedAsync(Cancel));
        Assert.Equal("tea", (await host.NextAsync("peer-left", Cancel)).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Leave_OnTheHub_IsAckedBeforeTheDisconnect()
    {
        var (host, _) = await StartCallAsync();
        var peer = Add(await RawPeer.ConnectHubAsync(First, host.Token, Cancel));
        await peer.InvokeAsync("Join", Cancel);
        await peer.UntilCalledAsync("Joined", Cancel);

        await peer.InvokeAsync("Leave", Cancel);

        var first = await peer.UntilAsync(message => IsAnswer(message, "Leave") || IsDisconnect(message), Cancel);
        Assert.True(IsAnswer(first, "Leave"), $"{first}");
        Assert.Equal("left", (await peer.UntilCalledAsync("Disconnect", Cancel)).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Join_OfAConnectionOpenedBeforeTheOneThatIsThere_ReplacesNothing()
    {
        var (host, _) = await StartCallAsync();
        var later = Start("later", services: services => services.AddSingleton<TimeProvider>(new LaterClock()));
        var older = await OpenAsync(First, host);
        var newer = await OpenJoinedAsync(later, host);

        await older.SendAsync("""{"type":"join","id":"late"}""", Cancel);

        Assert.Equal("late", (await older.NextAsync("error", Cancel)).GetProperty("id").GetString());
        Assert.Equal((4409, "stop", "replaced"), await older.ClosedAsync(Cancel));
        await newer.SendAsync("""{"type":"offer","sdp":"v=0","id":"o"}""", Cancel);
        Assert.Equal("o", (await newer.NextAsync("ack", Cancel)).GetProperty("id").GetString());
    }

    private static bool IsAnswer(JsonElement message, string id) =>
        message.GetProperty("type").GetInt32() == 3 && message.GetProperty("invocationId").GetString() == id;

    private static bool IsDisconnect(JsonElement message) =>
        message.TryGetProperty("target", out var target) && target.GetString() == "Disconnect";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_SameUserAgain_ReplacesTheOlder(bool apart)
    {
        var (host, _) = await StartCallAsync();
        var older = await OpenJoinedAsync(First, host);

        var newer = await OpenJoinedAsync(apart ? Second : First, host);

        Assert.Equal((4409, "stop", "replaced"), await older.ClosedAsync(Cancel));
        await newer.SendAsync("""{"type":"offer","sdp":"v=0","id":"o"}""", Cancel);
        await newer.NextAsync("ack", Cancel);
    }

    [Fact]
    public async Task Revoke_LiveToken_ClosesUnauthorized()
    {
        var (host, guest) = await StartCallAsync();
        var notJoined = await OpenAsync(Second, guest);
        await notJoined.SendAsync("""{"type":"mute","kind":"audio"}""", Cancel);
        await notJoined.NextAsync("error", Cancel);

        await ApiAs(host.Participant.UserId).RevokeUserAsync(host.Session.Id, guest.Participant.UserId, Cancel);

        Assert.Equal((4401, "stop", "token_revoked"), await notJoined.ClosedAsync(Cancel));
    }

    [Fact]
    public async Task End_LiveSession_TellsAndClosesEnded()
    {
        var (host, guest) = await StartCallAsync();
        var peer = await OpenJoinedAsync(Second, guest);

        await ApiAs(host.Participant.UserId).EndSessionAsync(host.Session.Id, null, Cancel);

        Assert.Equal("ended", (await peer.NextAsync("session-state", Cancel)).GetProperty("status").GetString());
        Assert.Equal((4410, "stop", "session_ended"), await peer.ClosedAsync(Cancel));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Frame_Binary_ClosesUnsupported(bool end)
    {
        var (host, guest) = await OpenCallAsync(First, First);

        await guest.SendAsync([1, 2, 3], Cancel, WebSocketMessageType.Binary, end);

        Assert.Equal((1003, "stop", "unsupported_data"), await guest.ClosedAsync(Cancel));
        await host.NextAsync("peer-disconnected", Cancel);
    }

    [Fact]
    public async Task Frame_NotUtf8_ClosesAsTheStandardSays()
    {
        foreach (var bytes in new byte[][] { [0xFF], [.. Encoding.UTF8.GetBytes("""{"type":"x","a":""" + "\""), 0xC3, 0x28], [0xE2, 0x82] })
        {
            var (host, _) = await StartCallAsync();
            var peer = await OpenJoinedAsync(First, host);

            await peer.SendAsync(bytes, Cancel);

            Assert.Equal(1007, (await peer.ClosedAsync(Cancel)).Code);
        }
    }

    [Theory]
    [InlineData(WebSocketCloseStatus.NormalClosure)]
    [InlineData(WebSocketCloseStatus.EndpointUnavailable)]
    [InlineData((WebSocketCloseStatus)4999)]
    public async Task Close_ByTheClientWithinAMessage_IsAnsweredAndTheOtherIsTold(WebSocketCloseStatus status)
    {
        var (host, guest) = await OpenCallAsync(First, Second);
        await guest.SendAsync(Encoding.UTF8.GetBytes("""{"type":"offer","sdp":"v"""), Cancel, end: false);

        await guest.CloseOutputAsync(status, Cancel);

        Assert.Null(await guest.ReadAsync(Cancel));
        Assert.Equal((int)status, guest.Closed?.Code);
        await host.NextAsync("peer-disconnected", Cancel);
    }

    private async Task AssertRefusedAsync(string path, int code, string reason)
    {
        await using var peer = await RawPeer.ConnectAsync(First, path, Cancel);
        Assert.Equal((code, reason), await RefusalAsync(peer));
    }

    private static async Task<(int Code, string? Reason)> RefusalAsync(RawPeer peer)
    {
        await peer.ClosedAsync(Cancel);
        return peer.Closed!.Value;
    }

    private static string Token(Guid sessionId, string userId, DateTimeOffset? expires = null) => TestTokens.Create(
        new()
        {
            ["sub"] = userId,
            ["sid"] = sessionId.ToString(),
            ["permissions"] = new[] { "audio" },
            ["jti"] = Guid.CreateVersion7().ToString(),
            ["iat"] = TimeProvider.System.GetUtcNow().AddMinutes(-1).ToUnixTimeSeconds(),
        },
        issuer: "m4sh", audience: "m4sh-signaling", key: TestTokens.SessionSecret, expires: expires);

    /// <summary>Of a replica where it is ten seconds later.</summary>
    private sealed class LaterClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromSeconds(10);
    }
}
