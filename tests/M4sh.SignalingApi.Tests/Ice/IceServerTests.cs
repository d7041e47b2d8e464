using M4sh.Contracts.Ice;
using M4sh.SignalingApi.Ice;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.SignalingApi.Tests.Ice;

public sealed class IceServerTests(ApiFixture fixture) : ApiTests(fixture)
{
    // echo -n '1893553445:ann' | openssl dgst -sha1 -hmac 'north' -binary | base64
    private const string Username = "1893553445:ann";
    private const string Credential = "ap/ydyVA2kNHK649FLHGwQFzt1U=";

    [Fact]
    public void Issue_WithTurn_MakesCredentialsOfTheTurnRestApi()
    {
        var options = new WebRtcOptions { TurnServer = { Url = "turn:a:3478, turns:a:5349", Secret = "north" } };

        var response = Service(options).Issue("ann");

        Assert.Equal(["stun:stun.l.google.com:19302", "stun:stun1.l.google.com:19302"], response.IceServers[0].Urls);
        var turn = response.IceServers[1];
        Assert.Equal(["turn:a:3478", "turns:a:5349"], turn.Urls);
        Assert.Equal((Username, Credential), (turn.Username, turn.Credential));
        Assert.Equal((3600, 1893553445), (response.Ttl, response.ExpiresAt.ToUnixTimeSeconds()));
    }

    [Theory]
    [InlineData(null, "north")]
    [InlineData("turn:a:3478", null)]
    [InlineData("turn:a:3478", "")]
    [InlineData("", "north")]
    public void Issue_WithoutUrlOrSecret_OffersNoTurn(string? url, string? secret) =>
        Assert.Single(Service(new() { TurnServer = { Url = url, Secret = secret } }).Issue("ann").IceServers);

    [Fact]
    public async Task IceServers_OfASession_AreThoseConfigured()
    {
        var replica = Fixture.StartReplica("turn", settings: new Dictionary<string, string?>
        {
            ["WebRtc:StunServers:0"] = "stun:stun.test:3478",
            ["TURN_SERVER_URL"] = "turn:turn.test:3478",
            ["TURN_SECRET"] = "north",
            ["WebRtc:IceCandidateTimeout"] = "00:00:07.5",
            ["WebRtc:TurnCredentialTtl"] = "00:10:00",
            ["WebRtc:PublicUrl"] = "https://calls.test/m4sh/",
        });
        var user = NewUser("host");
        var session = await CreateAsync(replica.As(user));

        var response = await ReadAsync<IceServersResponse>(GetAsync(replica.As(user), $"sessions/{session.Id}/ice-servers/"));
        var join = await JoinAsync(replica.As(user), session.Id);

        Assert.Equal(["stun:stun.test:3478", "turn:turn.test:3478"], response.IceServers.SelectMany(server => server.Urls));
        Assert.EndsWith($":{user}", response.IceServers[1].Username, StringComparison.Ordinal);
        Assert.Equal((600, 7.5, IceTransportPolicy.All), (response.Ttl, response.IceCandidateTimeout, response.IceTransportPolicy));
        Assert.Equal("https://calls.test/m4sh/hubs/signaling", join.HubUrl);
        Assert.Equal($"wss://calls.test/m4sh/ws/webrtc/{session.Id}/", join.WebsocketUrl);
    }

    private static IceServerService Service(WebRtcOptions options) =>
        new(Options.Create(options), new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1893553445 - 3600)));
}
