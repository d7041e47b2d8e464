using System.Net;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Qos;

namespace M4sh.SignalingApi.Tests.Qos;

public sealed class WorstCallsTests(ApiFixture fixture) : ApiTests(fixture)
{
    [Fact]
    public async Task Overview_WithWorst_NamesTheCallsWithTheGreatestShareOfPoorSamples()
    {
        var (fine, poor, brief) = (await MeasuredAsync(12, poor: 0), await MeasuredAsync(14, poor: 3), await MeasuredAsync(2, poor: 2));

        var overview = await ReadAsync<QualityOverview>(GetAsync(Api.As(NewUser("admin"), admin: true), "quality/?worst=50"));

        var mine = overview.Worst!.Where(call => call.SessionId == fine || call.SessionId == poor || call.SessionId == brief).ToList();
        Assert.Equal([poor, fine], mine.Select(call => call.SessionId));
        Assert.Equal((14, 300d / 14), (mine[0].Samples, mine[0].PoorPct));
        Assert.Equal(400, mine[0].RttMs!.Max);
        Assert.Null(overview.Groups);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("51")]
    [InlineData("x")]
    public async Task Overview_BadWorst_IsInvalidRequest(string worst) =>
        await AssertProblemAsync(GetAsync(Api.As(NewUser("admin"), admin: true), $"quality/?worst={worst}"), ErrorCodes.InvalidRequest, "worst");

    private async Task<Guid> MeasuredAsync(int samples, int poor)
    {
        var (session, host, _) = await StartCallAsync();
        var batch = Enumerable.Range(0, samples).Select(each => $$"""{"rtt_ms": {{(each < poor ? 400 : 40)}}, "packet_loss_pct": 0, "jitter_ms": 1}""");
        await ReadAsync<QualityAssessment>(
            PostAsync(host, $"sessions/{session.Id}/quality/", $$"""{"samples": [{{string.Join(',', batch)}}]}"""), HttpStatusCode.Created);
        return session.Id;
    }
}
