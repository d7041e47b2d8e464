using System.Net;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;

namespace M4sh.SignalingApi.Tests.Qos;

/// <summary>Over all calls, so on a database of its own.</summary>
public sealed class QualityOverviewTests(ApiFixture fixture) : ApiTests(fixture)
{
    [Fact]
    public async Task Overview_OfAdmin_CoversEverySessionOfTheLastDay()
    {
        await CreateAsync(Api.As(NewUser("host")));
        for (var i = 0; i < 2; i++)
        {
            var (session, host, _) = await StartCallAsync();
            await ReadAsync<QualityAssessment>(
                PostAsync(host, $"sessions/{session.Id}/quality/", $$"""{"rtt_ms": {{100 * (i + 1)}}, "packet_loss_pct": 0, "jitter_ms": 1}"""),
                HttpStatusCode.Created);
        }

        var overview = await ReadAsync<QualityOverview>(GetAsync(Api.As(NewUser("admin"), admin: true), "quality/?bucket=86400"));

        Assert.Equal(TimeSpan.FromHours(24), overview.To - overview.From);
        Assert.Equal(2, overview.Samples);
        Assert.Equal(new(150, 100, 200, 100, 200, 200), overview.Overall.RttMs);
        Assert.Equal(2, overview.Series.Sum(bucket => bucket.Samples));
        Assert.Equal(1, overview.Sessions[SessionStatus.Waiting]);
        Assert.Equal(2, overview.Sessions[SessionStatus.Connecting]);
    }

    [Fact]
    public async Task Overview_OfAUser_IsForbidden() => await AssertProblemAsync(GetAsync(Api.As(NewUser("user")), "quality/"), ErrorCodes.Forbidden);

    [Fact]
    public async Task Overview_BadQuery_IsInvalidRequest() =>
        await AssertProblemAsync(GetAsync(Api.As(NewUser("admin"), admin: true), "quality/?bucket=x"), ErrorCodes.InvalidRequest, "bucket");
}
