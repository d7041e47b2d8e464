using System.Net;
using M4sh.Contracts.Sessions;

namespace M4sh.SignalingApi.Tests.Sessions;

public sealed class RaceTests(ApiFixture fixture) : ApiTests(fixture)
{
    [Fact]
    public async Task Join_TwentyAtOnce_GivesTwoPlaces()
    {
        var host = Api.As(NewUser("host"));
        var session = await CreateAsync(host);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PostAsync(Api.As(NewUser("user")), $"sessions/{session.Id}/join/")));

        Assert.Equal(2, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(18, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        var after = await ReadAsync<Session>(GetAsync(host, $"sessions/{session.Id}/"));
        Assert.Equal((SessionStatus.Connecting, 2), (after.Status, after.Participants.Count));
        Assert.Equal([false, true], after.Participants.Select(participant => participant.Polite).Order());
        var timeline = await ReadAsync<SessionTimeline>(GetAsync(host, $"sessions/{session.Id}/events/"));
        Assert.Equal(["created", "joined", "joined", "connecting"], TypesOf(timeline));
    }

    [Fact]
    public async Task Leave_AgainstJoin_EndsOrGoesOnButNeverBoth()
    {
        for (var round = 0; round < 10; round++)
        {
            var (host, guest) = (Api.As(NewUser("host")), Api.As(NewUser("guest")));
            var session = await CreateAsync(host);
            await JoinAsync(host, session.Id);

            var answers = await Task.WhenAll(PostAsync(host, $"sessions/{session.Id}/leave/"), PostAsync(guest, $"sessions/{session.Id}/join/"));

            Assert.Equal(HttpStatusCode.OK, answers[0].StatusCode);
            var after = await ReadAsync<Session>(GetAsync(host, $"sessions/{session.Id}/"));
            Assert.Equal(
                answers[1].StatusCode == HttpStatusCode.OK ? SessionStatus.Connecting : SessionStatus.Ended,
                after.Status);
            Assert.True(answers[1].StatusCode is HttpStatusCode.OK or HttpStatusCode.Gone);
        }
    }

    [Fact]
    public async Task End_AgainstJoin_EndsAndLetsInNobodyAfterwards()
    {
        for (var round = 0; round < 10; round++)
        {
            var (host, guest) = (Api.As(NewUser("host")), Api.As(NewUser("guest")));
            var session = await CreateAsync(host);
            await JoinAsync(host, session.Id);

            var answers = await Task.WhenAll(PostAsync(host, $"sessions/{session.Id}/end/"), PostAsync(guest, $"sessions/{session.Id}/join/"));

            Assert.Equal(HttpStatusCode.OK, answers[0].StatusCode);
            Assert.True(answers[1].StatusCode is HttpStatusCode.OK or HttpStatusCode.Gone, $"{answers[1].StatusCode}");
            var after = await ReadAsync<Session>(GetAsync(host, $"sessions/{session.Id}/"));
            Assert.Equal((SessionStatus.Ended, EndReason.EndedByHost), (after.Status, after.EndReason!.Value));
            Assert.All(after.Participants, participant => Assert.NotNull(participant.LeftAt));

            // Whoever came in came before the end.
            var joined = answers[1].StatusCode == HttpStatusCode.OK;
            Assert.Equal(joined ? 2 : 1, after.Participants.Count);
            var timeline = await ReadAsync<SessionTimeline>(GetAsync(host, $"sessions/{session.Id}/events/"));
            Assert.Equal(
                joined ? ["created", "joined", "joined", "connecting", "ended"] : ["created", "joined", "ended"],
                TypesOf(timeline));
        }
    }

    [Fact]
    public async Task Leave_BothAtOnce_EndsOnce()
    {
        var (session, host, guest) = await StartCallAsync();

        await Task.WhenAll(new[] { host, guest, host, guest }.Select(client => ReadAsync<Session>(PostAsync(client, $"sessions/{session.Id}/leave/"))));

        var timeline = await ReadAsync<SessionTimeline>(GetAsync(host, $"sessions/{session.Id}/events/"));
        Assert.Single(timeline.Items, item => item.Type == "ended");
        Assert.Equal(2, timeline.Items.Count(item => item.Type == "left"));
    }
}
