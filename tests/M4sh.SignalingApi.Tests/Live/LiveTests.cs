using System.Text.Json;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Json;
using M4sh.Contracts.Live;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.SignalingApi.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.SignalingApi.Tests.Live;

public sealed class LiveTests(ApiFixture fixture) : ApiTests(fixture)
{
    [Fact]
    public async Task Live_ChangesOnAnotherReplica_AreTold()
    {
        var other = Fixture.StartReplica("other");
        await using var stream = await LiveStream.OpenAsync(Api, Cancelled);
        var host = other.As(NewUser("host"));
        var session = await CreateAsync(host);
        await JoinAsync(host, session.Id);
        await PostAsync(host, $"sessions/{session.Id}/quality/", """{"rtt_ms": 250, "packet_loss_pct": 0, "jitter_ms": 1}""");
        await PostAsync(host, $"sessions/{session.Id}/quality/", """{"rtt_ms": 260, "packet_loss_pct": 0, "jitter_ms": 1}""");
        await PostAsync(host, $"sessions/{session.Id}/end/");

        var ids = new HashSet<string>();
        async Task<T> NextAsync<T>(string name)
        {
            while (true)
            {
                // Other tests' sessions are in the same stream.
                var message = await stream.NextAsync(Cancelled);
                if (!message.Data.Contains(session.Id.ToString(), StringComparison.Ordinal))
                    continue;

                Assert.Equal(name, message.Event);
                Assert.True(ids.Add(message.Id));
                return JsonSerializer.Deserialize<T>(message.Data, M4shJson.Options)!;
            }
        }

        Assert.Empty((await NextAsync<Session>(LiveEvents.Session)).Participants);
        Assert.Single((await NextAsync<Session>(LiveEvents.Session)).Participants);
        Assert.Equal((session.CreatedBy, QualityLevel.Poor), await QualityAsync());
        Assert.Equal(SessionStatus.Ended, (await NextAsync<Session>(LiveEvents.Session)).Status);

        async Task<(string, QualityLevel)> QualityAsync()
        {
            var quality = await NextAsync<LiveQuality>(LiveEvents.Quality);
            return (quality.UserId, quality.Quality);
        }
    }

    [Fact]
    public async Task Live_NothingHappens_BeatsEvery15Seconds()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var replica = Fixture.StartReplica("beating", services: services => services.AddSingleton<TimeProvider>(clock));
        await using var stream = await LiveStream.OpenAsync(replica, Cancelled);
        for (var i = 0; i < 3; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(15));
            await stream.NextCommentAsync(Cancelled);
        }
    }

    [Fact]
    public async Task Live_TokenExpires_StreamEnds()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var replica = Fixture.StartReplica("expiring", services: services => services.AddSingleton<TimeProvider>(clock));
        await using var stream = await LiveStream.OpenAsync(replica, Cancelled);
        clock.Advance(TimeSpan.FromHours(2));
        await stream.EndAsync(Cancelled);
    }

    [Fact]
    public async Task Subscription_MoreThanItHolds_EndsInsteadOfLeavingGaps()
    {
        await using var subscription = new LiveSubscription();
        for (var i = 0; i < LiveSubscription.Capacity + 2; i++)
            subscription.Offer(new byte[1]);

        var read = 0;
        await Assert.ThrowsAsync<SlowClientException>(async () =>
        {
            await foreach (var frame in subscription.Frames.ReadAllAsync(Cancelled))
                read += frame.Length;
        });
        Assert.Equal(LiveSubscription.Capacity, read);
    }

    [Fact]
    public async Task Live_NotAdmin_IsForbidden() => await AssertProblemAsync(GetAsync(Api.As(NewUser("u")), "live"), ErrorCodes.Forbidden);
}
