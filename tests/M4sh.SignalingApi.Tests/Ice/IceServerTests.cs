using M4sh.Contracts.Ice;
using M4sh.SignalingApi.Ice;

namespace M4sh.SignalingApi.Tests.Ice;

public sealed class IceServerTests(ApiFixture fixture) : ApiTests(fixture)
{
    // echo -n '1893553445:ann' | openssl dgst -sha1 -hmac 'north' -binary | base64
    private const string Username = "1893553445:ann";
    private const string Credential = "ap/ydyVA2kNHK649FLHGwQFzt1U=";

    [Fact]
    public void Issue_WithTurn_MakesCredentialsOfTheTurnRestApi()
    {
        using var ice = new TestIce(new() { TurnServer = { Url = "turn:a:3478, turns:a:5349", Secret = "north" } });
        var response = ice.Issue();

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
    public void Issue_WithoutUrlOrSecret_OffersNoTurn(string? url, string? secret)
    {
        using var ice = new TestIce(new() { TurnServer = { Url = url, Secret = secret } });

        Assert.Single(ice.Issue().IceServers);
    }

    [Fact]
    public void Issue_SeveralSecrets_TheFirstIssues()
    {
        var options = new WebRtcOptions { TurnServer = { Url = "turn:a:3478", Secret = "south", Secrets = { "north", "south" } } };

        using var ice = new TestIce(options);

        Assert.Equal(Credential, ice.Issue().IceServers[1].Credential);
    }

    [Fact]
    public void Issue_SecretFileIsChanged_TheNewFirstLineIssues()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "\nwest\n");
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
            using var ice = new TestIce(new() { TurnServer = { Url = "turn:a:3478", SecretFile = file } });
            var before = ice.Issue().IceServers[1].Credential;

            File.WriteAllText(file, "north\nwest\n");

            Assert.NotEqual(Credential, before);
            Assert.Equal(Credential, ice.Issue().IceServers[1].Credential);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Issue_SecretFileIsMissing_OffersNoRelayUntilItIsThereAndThenKeepsItsSecret()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using var ice = new TestIce(new() { TurnServer = { Url = "turn:a:3478", SecretFile = file } });
            Assert.Empty(ice.Turn());
            Assert.Equal("relay_unreachable", await ice.HealthAsync());

            await File.WriteAllTextAsync(file, "north\n", Cancelled);
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
            Assert.Equal(Credential, ice.Issue().IceServers[1].Credential);
            Assert.Equal("relay", await ice.HealthAsync());

            // As it is for a moment when it is written anew.
            await File.WriteAllTextAsync(file, "", Cancelled);
            Assert.Equal(Credential, ice.Issue().IceServers[1].Credential);
            File.Delete(file);
            Assert.Equal(Credential, ice.Issue().IceServers[1].Credential);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Issue_SeveralServers_OwnRegionFirst()
    {
        var options = new WebRtcOptions
        {
            Region = "eu",
            TurnServer = { Url = "turn:us.test", Secret = "north", Region = "us" },
            TurnServers = { new() { Url = "turn:eu.test", Secret = "south", Region = "EU" } },
            StaticServers = { new() { Url = "turn:static.test", Username = "u", Credential = "c" } },
        };

        using var ice = new TestIce(options);
        var servers = ice.Issue().IceServers;

        Assert.Equal(["turn:eu.test", "turn:us.test", "turn:static.test"], servers.Skip(1).Select(server => server.Urls[0]));
        Assert.Equal(("u", "c"), (servers[3].Username, servers[3].Credential));
    }

    [Fact]
    public async Task Issue_ServerDies_LeavesTheListAndComesBack()
    {
        using var ice = new TestIce(new()
        {
            TurnServer = { Url = "turn:a.test?transport=udp,turn:a.test?transport=tcp", Secret = "north" },
            TurnServers = { new() { Url = "turn:b.test", Secret = "north" } },
        });

        ice.Dead.Add("turn:a.test?transport=udp");
        await ice.LookAsync();
        Assert.Equal(3, ice.Turn().Length);
        await ice.LookAsync();
        Assert.Equal(["turn:a.test?transport=tcp", "turn:b.test"], ice.Turn());

        ice.Dead.Add("turn:a.test?transport=tcp");
        await ice.LookAsync();
        await ice.LookAsync();
        Assert.Equal(["turn:b.test"], ice.Turn());

        ice.Dead.Clear();
        await ice.LookAsync();
        Assert.Equal(3, ice.Turn().Length);
    }

    [Fact]
    public async Task Issue_NoServerAnswers_OffersThemAll()
    {
        using var ice = new TestIce(new() { TurnServer = { Url = "turn:a.test,turn:b.test", Secret = "north" } }) { Dead = { "turn:a.test", "turn:b.test" } };
        await ice.LookAsync();
        await ice.LookAsync();

        Assert.Equal(["turn:a.test", "turn:b.test"], ice.Turn());
        Assert.Equal("relay_unreachable", await ice.HealthAsync());
    }

    [Theory]
    [InlineData(null, "stun_only")]
    [InlineData("turn:a.test,turn:b.test", "relay_in_part")]
    [InlineData("turn:a.test", "relay")]
    public async Task Health_OfTurn_TellsItsState(string? url, string state)
    {
        using var ice = new TestIce(new() { TurnServer = { Url = url, Secret = "north" } }) { Dead = { "turn:b.test" } };
        await ice.LookAsync();
        await ice.LookAsync();

        Assert.Equal(state, await ice.HealthAsync());
        Assert.Equal(url is null ? null : "A server 1.0", await ice.HealthAsync("version"));
    }

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
}
