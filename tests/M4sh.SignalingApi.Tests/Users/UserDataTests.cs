using System.Net;
using System.Text.Json;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Sessions;
using M4sh.Data.Qos.Rollups;
using Microsoft.EntityFrameworkCore;

namespace M4sh.SignalingApi.Tests.Users;

public sealed class UserDataTests(ApiFixture fixture) : ApiTests(fixture)
{
    [Theory]
    [InlineData("guest")]
    [InlineData("https://issuer.test/users|7")]
    public async Task Erase_User_LeavesARandomIdInRollupsAndEvents(string name)
    {
        var userId = NewUser(name);
        var (host, guest) = (Api.As(NewUser("host")), Api.As(userId));
        var session = await CreateAsync(host);
        await JoinAsync(host, session.Id);
        await ReadAsync<JoinSessionResponse>(PostAsync(guest, $"sessions/{session.Id}/join/", """{"display_name": "Guido"}"""));
        foreach (var client in new[] { host, guest })
            Assert.Equal(HttpStatusCode.Created, (await PostAsync(client, $"sessions/{session.Id}/quality/", """{"rtt_ms": 1, "packet_loss_pct": 0, "jitter_ms": 1}""")).StatusCode);
        await using var db = Fixture.CreateDbContext();
        Assert.Equal(2, await QosRollup.RollAsync(db, QosShard.Of(session.Id), 100, Cancelled));

        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(Api.As("boss", admin: true), userId));

        Assert.Equal(0, await db.QosSamples.CountAsync(sample => sample.UserId == userId, Cancelled));
        Assert.Equal(1, await db.QosSamples.CountAsync(sample => sample.SessionId == session.Id, Cancelled));
        var minutes = await db.QosMinutes.AsNoTracking().Where(minute => minute.SessionId == session.Id).Select(minute => minute.UserId).ToListAsync(Cancelled);
        Assert.Equal(2, minutes.Count);
        var random = Assert.Single(minutes, id => id != session.CreatedBy);
        Assert.NotEqual(userId, random);
        var hours = await db.QosSessionHours.AsNoTracking().Where(hour => hour.SessionId == session.Id).Select(hour => hour.UserId).ToListAsync(Cancelled);
        Assert.Equal(minutes.Order(), hours.Order());
        var timeline = await ReadAsync<JsonElement>(GetAsync(host, $"sessions/{session.Id}/events/"));
        Assert.DoesNotContain(userId, timeline.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(random, timeline.GetRawText(), StringComparison.Ordinal);
        var seen = await ReadAsync<Session>(GetAsync(host, $"sessions/{session.Id}/"));
        Assert.Null(seen.Participants.Single(participant => participant.UserId == userId).DisplayName);
    }

    [Fact]
    public async Task Erase_NotAdmin_IsForbidden()
    {
        var user = NewUser("u");
        Assert.Equal(HttpStatusCode.Forbidden, await DeleteAsync(Api.As(user), user));
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(Api.As("boss", admin: true), NewUser("nobody")));
    }

    private static async Task<HttpStatusCode> DeleteAsync(HttpClient client, string userId)
    {
        using var response = await client.DeleteAsync(new Uri($"users/{Uri.EscapeDataString(userId)}/data/", UriKind.Relative), Cancelled);
        return response.StatusCode;
    }
}
