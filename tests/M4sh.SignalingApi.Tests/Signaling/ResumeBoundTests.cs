using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.SignalingApi.Tests.Signaling;

/// <summary>Where resuming ends: too much missed, or too late.</summary>
public sealed class ResumeBoundTests(SignalingFixture fixture) : SignalingTests(fixture)
{
    [Fact]
    public async Task Resume_MoreMissedThanIsKept_GetsTheNegotiation()
    {
        var replica = Start("small-log", new Dictionary<string, string?> { ["Signaling:LogMessages"] = "16" });
        var (host, guest) = await ConnectWiresAsync(replica, replica);
        await host.SendAsync("Offer", new { sdp = "v=0" });
        for (var i = 2; i <= 20; i++)
            await host.SendCandidateAsync($"{i}");

        // 16 are kept: 5 to 20.
        var tooFar = await Add(new WirePeer(replica, guest.Join)).JoinAsync(guest.Epoch, lastSeq: 3);
        var near = Add(new WirePeer(replica, guest.Join));
        var covered = await near.JoinAsync(guest.Epoch, lastSeq: 4);

        Assert.False(tooFar.GetProperty("resumed").GetBoolean());
        Assert.Equal(1, tooFar.GetProperty("negotiation").GetProperty("offer").GetProperty("seq").GetInt64());
        Assert.Equal(16, tooFar.GetProperty("negotiation").GetProperty("candidates").GetArrayLength());
        Assert.True(covered.GetProperty("resumed").GetBoolean());
        for (var i = 5; i <= 20; i++)
            Assert.Equal($"{i}", await near.NextCandidateAsync());
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public async Task Resume_AfterAWhile_IsForTheGracePeriod(int seconds, bool resumed)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var replica = Start($"graceful-{seconds}", services: services => services.AddSingleton<TimeProvider>(clock));
        var (host, guest) = await ConnectWiresAsync(replica, replica);
        await guest.DisposeAsync();
        await host.NextAsync("PeerDisconnected");
        await host.SendCandidateAsync("missed");

        clock.Advance(TimeSpan.FromSeconds(seconds));
        var joined = await Add(new WirePeer(replica, guest.Join)).JoinAsync(guest.Epoch, lastSeq: 0);

        Assert.Equal(resumed, joined.GetProperty("resumed").GetBoolean());
        Assert.Equal(resumed ? JsonValueKind.Null : JsonValueKind.Object, joined.GetProperty("negotiation").ValueKind);
        Assert.Equal(guest.Epoch, joined.GetProperty("epoch").GetString());
    }
}
