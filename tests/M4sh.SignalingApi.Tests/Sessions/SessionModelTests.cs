using System.Net;
using CsCheck;
using M4sh.Contracts.Sessions;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.SignalingApi.Tests.Sessions;

/// <summary>Random sequences of calls by four users: the service answers as the model does, and never breaks the life cycle.</summary>
public sealed class SessionModelTests(ApiFixture fixture) : ApiTests(fixture)
{
    private const int Users = 4;
    private const int Sequences = 40;

    private enum Act
    {
        Join,
        Leave,
        Connected,
        Failed,
        Get,
    }

    private static readonly Gen<(Act Act, int User)[]> Lives = Gen.Select(Gen.Enum<Act>(), Gen.Int[0, Users - 1]).Array[1, 25];

    [Fact]
    public Task Calls_InAnyOrder_AnswerAsTheModel() => Lives.SampleAsync(RunAsync, iter: Sequences, threads: 2);

    private async Task RunAsync((Act Act, int User)[] life)
    {
        // Requests are limited by user, so every life has users of its own.
        var users = Enumerable.Range(0, Users).Select(_ => NewUser("user")).ToArray();
        var clients = users.Select(user => Api.As(user)).ToArray();
        var id = (await CreateAsync(clients[0])).Id;
        var model = new SessionModel(users[0]);
        foreach (var (act, number) in life)
        {
            var (user, client) = (users[number], clients[number]);
            switch (act)
            {
                case Act.Join:
                    await AssertStatusAsync(model.Join(user), PostAsync(client, $"sessions/{id}/join/"));
                    break;
                case Act.Leave:
                    await AssertStatusAsync(model.Leave(user), PostAsync(client, $"sessions/{id}/leave/"));
                    break;
                case Act.Get:
                    await AssertStatusAsync(model.Sees(user) ? HttpStatusCode.OK : HttpStatusCode.NotFound, GetAsync(client, $"sessions/{id}/"));
                    break;
                default:
                    var state = act == Act.Connected ? PeerConnectionState.Connected : PeerConnectionState.Failed;
                    Assert.Equal(model.Report(user, state), await ReportAsync(id, user, state));
                    break;
            }
        }

        await AssertSameAsync(model, clients[0], id);
    }

    private static async Task AssertSameAsync(SessionModel model, HttpClient creator, Guid id)
    {
        var session = await ReadAsync<Session>(GetAsync(creator, $"sessions/{id}/"));
        Assert.Equal((model.Status, model.EndReason), (session.Status, session.EndReason));
        Assert.Equal(model.Present, session.Participants.Where(participant => participant.LeftAt is null).Select(participant => participant.UserId).Order(StringComparer.Ordinal));
        Assert.Equal(model.Status == SessionStatus.Ended, session.EndedAt is not null);
        var items = (await ReadAsync<SessionPage>(GetAsync(creator, "sessions/"))).Items;
        Assert.Equal(id, Assert.Single(items).Id);

        // Every step of the life has its event, once and in order.
        var steps = (await ReadAsync<SessionTimeline>(GetAsync(creator, $"sessions/{id}/events/"))).Items
            .Select(item => item.Type).Where(type => type is "created" or "connecting" or "connected" or "ended").ToList();
        Assert.Equal(steps.Distinct(), steps);
        Assert.Equal(model.Status is SessionStatus.Waiting ? "created" : model.Status.ToString(), steps[^1], ignoreCase: true);
    }

    private static async Task AssertStatusAsync(HttpStatusCode expected, Task<HttpResponseMessage> response)
    {
        using var received = await response;
        Assert.True(expected == received.StatusCode, $"{expected} expected, {received.StatusCode}: {await received.Content.ReadAsStringAsync(Cancelled)}");
    }

    private async Task<bool> ReportAsync(Guid id, string user, PeerConnectionState state)
    {
        await using var scope = Api.Services.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetRequiredService<SessionService>().ReportConnectionStateAsync(id, user, new() { State = state }, Cancelled);
            return true;
        }
        catch (M4shException)
        {
            return false;
        }
    }
}
