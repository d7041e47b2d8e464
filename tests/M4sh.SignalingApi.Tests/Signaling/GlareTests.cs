using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.SignalingApi.Tests.Signaling;

/// <summary>Glare over the wire: the host is the impolite side, the guest the polite one.</summary>
public sealed class GlareTests(SignalingFixture fixture) : SignalingTests(fixture)
{
    private static readonly object Offer = new { sdp = "v=0" };

    [Fact]
    public async Task Offer_PoliteWhileTheOtherIsOpen_IsRefused()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);

        await host.SendAsync("Offer", Offer);
        Assert.Equal("glare", await guest.RefusalAsync("Offer", Offer));

        await guest.NextAsync("Offer");
        Assert.Equal(2, await guest.SendAsync("Answer", new { sdp = "v=0", offer_seq = 1 }));
        Assert.Equal(2, await host.NextSeqAsync("Answer"));
        Assert.Equal(3, await guest.SendAsync("Offer", Offer));
        Assert.Equal(3, await host.NextSeqAsync("Offer"));
    }

    [Fact]
    public async Task Offer_ImpoliteWhileTheOtherIsOpen_SupersedesIt()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);

        await guest.SendAsync("Offer", Offer);
        Assert.Equal(2, await host.SendAsync("Offer", Offer));

        await host.NextAsync("Offer");
        Assert.Equal(2, await guest.NextSeqAsync("Offer"));
        Assert.Equal("glare", await host.RefusalAsync("Answer", new { sdp = "v=0", offer_seq = 1 }));
        Assert.Equal(3, await guest.SendAsync("Answer", new { sdp = "v=0", offer_seq = 2 }));
        Assert.Equal(3, await host.NextSeqAsync("Answer"));
        Assert.Equal("glare", await guest.RefusalAsync("Answer", new { sdp = "v=0", offer_seq = 2 }));
    }

    [Fact]
    public async Task Rollback_OwnOpenOffer_IsWithdrawn()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        await host.SendAsync("Offer", Offer);

        Assert.Equal(0, await guest.SendAsync("Rollback", new { }));
        Assert.Equal(2, await host.SendAsync("Rollback", new { }));
        Assert.Equal(0, await host.SendAsync("Rollback", new { }));

        await guest.NextAsync("Offer");
        var rollback = await guest.NextAsync("Rollback");
        Assert.Equal((host.UserId, 2), (rollback.GetProperty("from_user_id").GetString(), rollback.GetProperty("seq").GetInt64()));
        Assert.Equal("glare", await guest.RefusalAsync("Answer", new { sdp = "v=0", offer_seq = 1 }));
        Assert.Equal(3, await guest.SendAsync("Offer", Offer));
        guest.AssertNothingMore();
    }

    [Fact]
    public async Task Rollback_BeforeALateJoiner_LeavesNothing()
    {
        var (hostJoin, guestJoin) = await StartCallAsync();
        var host = Add(new WirePeer(First, hostJoin));
        await host.JoinAsync();
        await host.SendAsync("Offer", Offer);
        await host.SendAsync("Rollback", new { });

        var joined = await Add(new WirePeer(Second, guestJoin)).JoinAsync();

        Assert.Equal(System.Text.Json.JsonValueKind.Null, joined.GetProperty("negotiation").ValueKind);
    }

    [Fact]
    public async Task Offer_OpenFor15Seconds_ThenTheOtherMay()
    {
        var (replica, clock) = StartWithClock("patient");
        var (host, guest) = await ConnectWiresAsync(replica, replica);
        await host.SendAsync("Offer", Offer);
        await guest.NextAsync("Offer");

        clock.Advance(TimeSpan.FromSeconds(14));
        Assert.Equal("glare", await guest.RefusalAsync("Offer", Offer));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("glare", await guest.RefusalAsync("Answer", new { sdp = "v=0", offer_seq = 1 }));
        Assert.Equal(2, await guest.SendAsync("Offer", Offer));
    }

    [Fact]
    public async Task Offer_LongBeforeALateJoiner_MayBeAnswered()
    {
        var (replica, clock) = StartWithClock("late");
        var (hostJoin, guestJoin) = await StartCallAsync();
        var host = Add(new WirePeer(replica, hostJoin));
        await host.JoinAsync();
        await host.SendAsync("Offer", Offer);
        clock.Advance(TimeSpan.FromMinutes(5));

        var guest = Add(new WirePeer(replica, guestJoin));
        var joined = await guest.JoinAsync();

        Assert.Equal(1, joined.GetProperty("negotiation").GetProperty("offer").GetProperty("seq").GetInt64());
        Assert.Equal(2, await guest.SendAsync("Answer", new { sdp = "v=0", offer_seq = 1 }));
    }

    [Fact]
    public async Task Offers_AtTheSameTime_NeverBothStand()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        for (var round = 0; round < 20; round++)
        {
            var polite = OfferAsync(guest);
            var impolite = await OfferAsync(host);

            Assert.NotNull(impolite);
            if (await polite is { } superseded)
            {
                Assert.True(superseded < impolite);
                Assert.Equal(superseded, await host.NextSeqAsync("Offer"));
            }

            Assert.Equal(impolite, await guest.NextSeqAsync("Offer"));
            var answer = await guest.SendAsync("Answer", new { sdp = "v=0", offer_seq = impolite });
            Assert.Equal(answer, await host.NextSeqAsync("Answer"));
        }

        // Null: glare.
        static async Task<long?> OfferAsync(WirePeer peer)
        {
            try
            {
                return await peer.SendAsync("Offer", Offer);
            }
            catch (Microsoft.AspNetCore.SignalR.HubException refusal)
            {
                Assert.Contains("glare: ", refusal.Message, StringComparison.Ordinal);
                return null;
            }
        }
    }

    private (ApiReplica Replica, FakeTimeProvider Clock) StartWithClock(string name)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        return (Start(name, services: services => services.AddSingleton<TimeProvider>(clock)), clock);
    }
}
