using System.Text.Json;
using M4sh.SignalingApi.Tests.Signaling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.SignalingApi.Tests.Ice;

/// <summary>What a <c>join</c> is issued, by a clock of the test's.</summary>
public sealed class SignalingIssueTests(SignalingFixture fixture) : SignalingTests(fixture)
{
    // The service's own looks, which would renew, are far away.
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Signaling:NodeBeat"] = "00:05:00",
        ["Signaling:NodeTimeout"] = "00:12:00",
        ["TURN_SERVER_URL"] = "turn:turn.test",
        ["TURN_SECRET"] = "north",
        ["WebRtc:TurnCredentialTtl"] = "00:01:00",
        ["WebRtc:ProbeInterval"] = "00:10:00",
    };

    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task Join_AgainOnTheSameConnection_GetsWhatWasIssuedUntilItIsDueToBeRenewed()
    {
        var replica = Start("issue-again", Settings, Clock);
        var host = Add(new WirePeer(replica, (await StartCallAsync()).Host));
        var first = await host.JoinAsync();

        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(Username(first), Username(await host.JoinAsync()));
        Assert.Equal(1, await CountAsync(host));

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotEqual(Username(first), Username(await host.JoinAsync()));
        Assert.Equal(2, await CountAsync(host));
    }

    private static string? Username(JsonElement joined) => joined.GetProperty("ice_servers")[1].GetProperty("username").GetString();

    private async Task<int> CountAsync(WirePeer peer) => (await ApiAs(peer.UserId).GetEventsAsync(peer.Join.Session.Id, Cancel)).Items
        .Count(item => item.Type == "ice_servers_issued" && item.Data!.Value.GetProperty("via").GetString() == "signaling");

    private void Clock(IServiceCollection services) => services.AddSingleton<TimeProvider>(_clock);
}
