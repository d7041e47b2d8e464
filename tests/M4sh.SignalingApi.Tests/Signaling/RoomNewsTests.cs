using System.Text.Json;
using M4sh.Data;
using M4sh.SignalingApi.Sessions;
using M4sh.SignalingApi.Signaling;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Signaling.Rooms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.SignalingApi.Tests.Signaling;

/// <summary>What a connection is told of who comes and goes, where the news is lost or late.</summary>
public sealed class RoomNewsTests(SignalingFixture fixture) : SignalingTests(fixture)
{
    private RoomStore Rooms => First.Services.GetRequiredService<RoomStore>();

    [Fact]
    public async Task Look_AnotherInPlaceOfTheOther_IsToldAsTheNewEpochThatItBegan()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        var sessionId = host.Join.Session.Id;
        await Rooms.LeaveAsync(sessionId, guest.UserId, leftAt: null);
        var entry = (await Rooms.JoinAsync(Elsewhere(sessionId, "carol"), null, null, []))!;

        await LookAsync(host);

        Assert.Equal(guest.UserId, UserOf(await host.NextAsync("PeerLeft")));
        var joined = await host.NextAsync("PeerJoined");
        Assert.Equal(("carol", entry.Epoch, true), (UserOf(joined), joined.GetProperty("epoch").GetString(), joined.GetProperty("restarted").GetBoolean()));
    }

    [Fact]
    public async Task Look_TheOtherReloadedAndIsGoneAgain_IsToldAsBoth()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        await guest.DisposeAsync();
        await host.NextAsync("PeerDisconnected");
        var reloaded = Elsewhere(host.Join.Session.Id, guest.UserId);
        var entry = (await Rooms.JoinAsync(reloaded, null, null, []))!;
        await Rooms.DisconnectAsync(reloaded.SessionId, reloaded.UserId, reloaded.Place);

        await LookAsync(host);

        Assert.Equal(entry.Epoch, (await host.NextAsync("PeerJoined")).GetProperty("epoch").GetString());
        await host.NextAsync("PeerDisconnected");
    }

    [Fact]
    public async Task Gap_MoreThanIsKept_ClosesBeforeAnythingNewer()
    {
        var brief = Start("brief", new Dictionary<string, string?> { ["Signaling:LogMessages"] = "2" });
        var (host, guest) = await ConnectWiresAsync(brief, Second);
        for (var lost = 0; lost < 3; lost++)
            await AppendOnlyAsync(host, "lost", on: brief);

        await host.SendCandidateAsync("next");
        await host.SendCandidateAsync("one more");

        Assert.Equal("room_lost", (await guest.NextAsync("Disconnect")).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Gap_MoreThanIsKept_IsNotPassedOverByAnAck()
    {
        var brief = Start("brief", new Dictionary<string, string?> { ["Signaling:LogMessages"] = "2" });
        var (host, guest) = await ConnectWiresAsync(brief, Second);
        for (var lost = 0; lost < 3; lost++)
            await AppendOnlyAsync(host, "lost", on: brief);

        Assert.Equal("unavailable", await guest.RefusalAsync("IceCandidate", new { candidate = new { candidate = "own" } }));
    }

    [Fact]
    public async Task Join_SomebodyLeftAndIsStillThere_TakesItOut()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        await LeaveInPostgresOnlyAsync(guest);
        await host.SendAsync("Offer", new { sdp = "v=0" });

        var carol = await JoinAsThirdAsync(host);

        Assert.Equal("left", (await guest.UntilAsync("Disconnect")).GetProperty("reason").GetString());
        Assert.Equal(guest.UserId, UserOf(await host.NextAsync("PeerLeft")));
        var joined = await host.NextAsync("PeerJoined");
        Assert.Equal((carol.UserId, carol.Epoch, true), (UserOf(joined), joined.GetProperty("epoch").GetString(), joined.GetProperty("restarted").GetBoolean()));
        Assert.NotEqual(host.Epoch, carol.Epoch);
    }

    [Fact]
    public async Task Leave_ToldAfterAnotherCame_LeavesThatOneAndTheNegotiation()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        await LeaveInPostgresOnlyAsync(guest);
        var carol = await JoinAsThirdAsync(host);
        await host.UntilAsync("PeerJoined");
        var offer = await host.SendAsync("Offer", new { sdp = "v=0" });

        await using (var scope = First.Services.CreateAsyncScope())
        {
            var session = await ApiAs(host.UserId).GetSessionAsync(host.Join.Session.Id, Cancel);
            await scope.ServiceProvider.GetRequiredService<ISessionNotifier>().PeerLeftAsync(session, guest.UserId, null);
        }

        Assert.Equal(2, await carol.SendAsync("Answer", new { sdp = "v=0", offer_seq = offer }));
        Assert.Equal(guest.UserId, UserOf(await host.NextAsync("PeerLeft")));
        await host.NextAsync("Answer");
        await carol.DisposeAsync();
        Assert.Equal(carol.UserId, UserOf(await host.NextAsync("PeerDisconnected")));
    }

    [Fact]
    public async Task Join_SomebodyLeftBeforeItCameAgain_LeavesItThere()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        var carol = Elsewhere(host.Join.Session.Id, "carol");

        var entry = (await Rooms.JoinAsync(carol, null, null, [(guest.UserId, TimeProvider.System.GetUtcNow().AddMinutes(-1))]))!;

        Assert.Empty(entry.Left);
        Assert.Equal(new[] { guest.UserId, host.UserId }.Order(), entry.Others.Keys.Order());
    }

    [Fact]
    public async Task Leave_ToldAfterItCameAgain_LeavesItThere()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);

        Assert.Null(await Rooms.LeaveAsync(host.Join.Session.Id, guest.UserId, TimeProvider.System.GetUtcNow().AddMinutes(-1)));

        await host.SendCandidateAsync("c");
        Assert.Equal("c", await guest.NextCandidateAsync());
    }

    [Fact]
    public async Task Leave_RedisFails_IsToldWhenItWorksAgain()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        await using var broken = await BrokenKey.BreakAsync(Redis, RoomKeys.Of(host.Join.Session.Id)[0]);

        await ApiAs(guest.UserId).LeaveSessionAsync(host.Join.Session.Id, "tea", Cancel);
        await broken.DisposeAsync();
        await First.Services.GetRequiredService<NodeBeat>().RunCycleAsync();

        Assert.Equal("tea", (await host.NextAsync("PeerLeft")).GetProperty("reason").GetString());
        Assert.Equal("left", (await guest.NextAsync("Disconnect")).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Join_FailsAfterItIsInTheRoom_LeavesNobodyThere()
    {
        var (host, guest) = await StartCallAsync();
        var first = Add(new WirePeer(First, host));
        await first.JoinAsync();
        var second = Add(new WirePeer(First, guest));
        await second.ConnectAsync();
        await using (await BrokenKey.BreakAsync(Redis, RoomKeys.Of(host.Session.Id)[3]))
            await second.RefusalAsync("Join", new { });
        Assert.Equal(2, (await Rooms.PlacesAsync(host.Session.Id)).Count);

        await second.DisposeAsync();

        while ((await Rooms.PlacesAsync(host.Session.Id)).Count == 2)
            Cancel.ThrowIfCancellationRequested();
    }

    [Fact]
    public async Task Beat_SomebodyCameInWhileItLeft_IsTakenOut()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        var peer = Second.Services.GetRequiredService<LocalPeers>().All.Single(local => local.UserId == guest.UserId);
        await Rooms.JoinAsync(At(peer.Place, peer.SessionId, guest.UserId, openedAt: 1), null, null, []);
        await LeaveInPostgresOnlyAsync(guest, minutes: -1);

        await Second.Services.GetRequiredService<PresenceBeat>().RunCycleAsync(Cancel);

        Assert.Equal("left", (await guest.UntilAsync("Disconnect")).GetProperty("reason").GetString());
        Assert.Equal(guest.UserId, UserOf(await host.NextAsync("PeerLeft")));
    }

    [Fact]
    public async Task Offer_OfAnEpochThatIsOver_IsRefusedAndTheNewOneIsTold()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        var entry = (await Rooms.JoinAsync(Elsewhere(host.Join.Session.Id, guest.UserId), null, null, []))!;

        Assert.Equal("glare", await host.RefusalAsync("Offer", new { sdp = "v=0" }));

        Assert.Equal(entry.Epoch, (await host.NextAsync("PeerJoined")).GetProperty("epoch").GetString());
        Assert.Equal(1, await host.SendAsync("Offer", new { sdp = "v=0" }));
    }

    [Fact]
    public async Task Join_AgainAndAgain_IsRefusedForAWhile()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var replica = Start("joining", services: services => services.AddSingleton<TimeProvider>(clock));
        var (host, _) = await StartCallAsync();
        var peer = Add(new WirePeer(replica, host));
        for (var times = 0; times < 5; times++)
            await peer.JoinAsync();

        Assert.Equal("rate_limited", await peer.RefusalAsync("Join", new { }));

        clock.Advance(TimeSpan.FromSeconds(1));
        await peer.JoinAsync();
    }

    private static string? UserOf(JsonElement message) => message.GetProperty("user_id").GetString();

    /// <summary>A connection of a replica that tells nobody.</summary>
    private static SignalingPeer Elsewhere(Guid sessionId, string userId) => At(
        new("elsewhere", $"{Guid.CreateVersion7():N}"), sessionId, userId, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

    private static SignalingPeer At(PeerPlace place, Guid sessionId, string userId, long openedAt) => new(place, sessionId, userId, [], "model")
    {
        Token = new(sessionId, userId, [], "jti", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch),
        Outbox = null!,
        Joins = new(1, 1, TimeProvider.System),
        OpenedAt = openedAt,
    };

    private async Task LookAsync(WirePeer peer)
    {
        var place = First.Services.GetRequiredService<LocalPeers>().All.Single(local => local.UserId == peer.UserId).Place;
        await First.Services.GetRequiredService<PeerDelivery>().SendAsync(place, PeerMessages.LookAgain());
    }

    /// <summary>As by a replica that stalls after that. Who had just come may have come again: so it was some time ago.</summary>
    private async Task LeaveInPostgresOnlyAsync(WirePeer peer, int minutes = 1)
    {
        await using var scope = First.Services.CreateAsyncScope();
        var at = TimeProvider.System.GetUtcNow().AddMinutes(minutes);
        Assert.Equal(1, await scope.ServiceProvider.GetRequiredService<M4shDbContext>().Participants
            .Where(participant => participant.UserId == peer.UserId)
            .ExecuteUpdateAsync(set => set.SetProperty(participant => participant.LeftAt, at), Cancel));
    }

    private async Task<WirePeer> JoinAsThirdAsync(WirePeer host)
    {
        var third = await ApiAs($"carol-{Guid.CreateVersion7()}").JoinSessionAsync(host.Join.Session.Id, "Carol", Cancel);
        var carol = Add(new WirePeer(Second, third));
        await carol.JoinAsync();
        return carol;
    }
}
