using M4sh.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.SignalingApi.Tests.Signaling.Sockets;

/// <summary>Connections that have not sent <c>join</c>: they are in no room.</summary>
public sealed class NotJoinedTests(SignalingFixture fixture) : SocketTests(fixture)
{
    [Fact]
    public async Task Leave_OverRest_ClosesNormally()
    {
        var (_, guest) = await StartCallAsync();
        var (socket, hub) = await OpenNotJoinedAsync(guest.Session.Id, guest.Token);

        await ApiAs(guest.Participant.UserId).LeaveSessionAsync(guest.Session.Id, null, Cancel);

        Assert.Equal((1000, "stop", "left"), await socket.ClosedAsync(Cancel));
        Assert.Equal("""{"action":"stop","reason":"left"}""", (await hub.UntilCalledAsync("Disconnect", Cancel)).GetRawText());
    }

    [Fact]
    public async Task Leave_OfTheOther_ClosesNothing()
    {
        var (host, guest) = await StartCallAsync();
        var (socket, _) = await OpenNotJoinedAsync(host.Session.Id, host.Token);

        await ApiAs(guest.Participant.UserId).LeaveSessionAsync(guest.Session.Id, null, Cancel);

        await socket.JoinAsync(Cancel);
    }

    [Fact]
    public async Task End_OverRest_ClosesEnded()
    {
        var (host, guest) = await StartCallAsync();
        var (socket, hub) = await OpenNotJoinedAsync(guest.Session.Id, guest.Token);

        await ApiAs(host.Participant.UserId).EndSessionAsync(host.Session.Id, null, Cancel);

        Assert.Equal((4410, "stop", "session_ended"), await socket.ClosedAsync(Cancel));
        Assert.Equal("""{"action":"stop","reason":"session_ended"}""", (await hub.UntilCalledAsync("Disconnect", Cancel)).GetRawText());
    }

    [Fact]
    public async Task Join_Never_ClosesUntilItComesAgain()
    {
        var replica = Start("not-waiting", new Dictionary<string, string?> { ["Signaling:JoinTimeout"] = "00:00:00.2" });
        var (_, guest) = await StartCallAsync();

        var socket = Add(await RawPeer.ConnectAsync(replica, guest.Session.Id, guest.Token, Cancel));

        Assert.Equal((4408, "resume", "too_slow"), await socket.ClosedAsync(Cancel));
    }

    [Theory]
    [InlineData("UPDATE sessions SET status = 'ended', ended_at = now(), end_reason = 'expired' WHERE id = {0}", 4410, "session_ended")]
    [InlineData("UPDATE participants SET left_at = now() WHERE session_id = {0}", 4404, "not_found")]
    public async Task Join_AfterWhatNobodyTold_IsRefusedAndCloses(string sql, int code, string reason)
    {
        var (_, guest) = await StartCallAsync();
        var (socket, _) = await OpenNotJoinedAsync(guest.Session.Id, guest.Token);
        await using var scope = First.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<M4shDbContext>().Database.ExecuteSqlRawAsync(sql, [guest.Session.Id], Cancel);

        await socket.SendAsync("""{"type":"join","id":"late"}""", Cancel);

        Assert.Equal(reason, (await socket.NextAsync("error", Cancel)).GetProperty("code").GetString());
        Assert.Equal((code, "stop", reason), await socket.ClosedAsync(Cancel));
    }

    /// <summary>A raw socket, and on the other replica a hub's connection, both let in.</summary>
    private async Task<(RawPeer Socket, RawPeer Hub)> OpenNotJoinedAsync(Guid sessionId, string token)
    {
        var socket = Add(await RawPeer.ConnectAsync(Second, sessionId, token, Cancel));
        await socket.SendAsync("""{"type":"mute","kind":"audio"}""", Cancel);
        await socket.NextAsync("error", Cancel);
        var hub = Add(await RawPeer.ConnectHubAsync(First, token, Cancel));
        await hub.InvokeAsync("Mute", Cancel);
        await hub.UntilAsync(message => message.GetProperty("type").GetInt32() == 3, Cancel);
        return (socket, hub);
    }
}
