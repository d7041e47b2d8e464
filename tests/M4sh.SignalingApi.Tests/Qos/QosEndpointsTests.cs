using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.SignalingApi.Tests.Qos;

public sealed class QosEndpointsTests(ApiFixture fixture) : ApiTests(fixture)
{
    private const string Sample = """{"rtt_ms": 50, "packet_loss_pct": 0.5, "jitter_ms": 5}""";

    [Fact]
    public async Task Store_Sample_AnswersItsQualityAndKeepsIt()
    {
        var (session, host, _) = await StartCallAsync();

        var assessment = await ReadAsync<QualityAssessment>(PostAsync(host, $"sessions/{session.Id}/quality/", """
            {"rtt_ms": 150, "packet_loss_pct": 0.5, "jitter_ms": 5, "kind": "video", "direction": "inbound", "bitrate_kbps": 900.5,
             "frames_per_second": 30,
             "freeze_count": 1, "audio_level": 0.5, "frame_width": 640, "frame_height": 480, "candidate_type": "srflx", "unknown": 1}
            """), HttpStatusCode.Created);

        Assert.Equal((QualityLevel.Good, VideoRecommendation.P480), (assessment.Quality, assessment.Recommendation));
        Assert.Equal(QualityScore.Mos(150, 0.5, 5), assessment.Mos);
        await using var db = Fixture.CreateDbContext();
        var stored = await db.QosSamples.SingleAsync(sample => sample.SessionId == session.Id, Cancelled);
        Assert.Equal((150, MediaKind.Video, StreamDirection.Inbound, 640), (stored.RttMs, stored.Kind, stored.Direction, stored.FrameWidth));
        var metrics = await Api.Root().GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancelled);
        Assert.Contains("webrtc_qos_rtt_seconds_bucket{", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_Batch_AnswersTheLast()
    {
        var (session, host, _) = await StartCallAsync();
        var body = $$"""{"samples": [{{Sample}}, {"rtt_ms": 250, "packet_loss_pct": 0, "jitter_ms": 0}]}""";

        var assessment = await ReadAsync<QualityAssessment>(PostAsync(host, $"sessions/{session.Id}/quality/", body), HttpStatusCode.Created);

        Assert.Equal(QualityLevel.Poor, assessment.Quality);
        Assert.Equal(2, (await ReportAsync(host, session.Id)).Samples);
    }

    [Theory]
    [InlineData("", "rtt_ms")]
    [InlineData("""{"rtt_ms": 1, "packet_loss_pct": 1}""", "jitter_ms")]
    [InlineData("""{"rtt_ms": -1, "packet_loss_pct": 1, "jitter_ms": 1}""", "rtt_ms")]
    [InlineData("""{"rtt_ms": 60001, "packet_loss_pct": 1, "jitter_ms": 1}""", "rtt_ms")]
    [InlineData("""{"rtt_ms": 1, "packet_loss_pct": 100.1, "jitter_ms": 1}""", "packet_loss_pct")]
    [InlineData("""{"rtt_ms": 1, "packet_loss_pct": 1, "jitter_ms": 1e999}""", "jitter_ms")]
    [InlineData("""{"rtt_ms": "1", "packet_loss_pct": 1, "jitter_ms": 1}""", "rtt_ms")]
    [InlineData("""{"rtt_ms": null, "packet_loss_pct": 1, "jitter_ms": 1}""", "rtt_ms")]
    [InlineData("""{"rtt_ms": 1, "packet_loss_pct": 1, "jitter_ms": 1, "kind": "smell"}""", "kind")]
    [InlineData("""{"rtt_ms": 1, "packet_loss_pct": 1, "jitter_ms": 1, "kind": 1}""", "kind")]
    [InlineData("""{"rtt_ms": 1, "packet_loss_pct": 1, "jitter_ms": 1, "recorded_at": "yesterday"}""", "recorded_at")]
    [InlineData("""{"rtt_ms": 1, "packet_loss_pct": 1, "jitter_ms": 1, "recorded_at": "2026-02-03T04:05:06"}""", "recorded_at")]
    [InlineData("""{"rtt_ms": 1, "packet_loss_pct": 1, "jitter_ms": 1, "recorded_at": "2026-02-03T04:05Z"}""", "recorded_at")]
    [InlineData("""{"rtt_ms": 1, "packet_loss_pct": 1, "jitter_ms": 1, "bitrate_kbps": -1}""", "bitrate_kbps")]
    [InlineData("""{"rtt_ms": 1, "packet_loss_pct": 1, "jitter_ms": 1, "id": ""}""", "id")]
    [InlineData("""{"samples": []}""", "samples")]
    [InlineData("""{"samples": [null]}""", "samples[0]")]
    [InlineData($$"""{"samples": [{{Sample}}, {"rtt_ms": 1, "packet_loss_pct": 1, "jitter_ms": 70000}]}""", "samples[1].jitter_ms")]
    [InlineData($$"""{"samples": [{{Sample}}, {"rtt_ms": 1, "packet_loss_pct": 1}]}""", "samples[1].jitter_ms")]
    [InlineData("""{"samples": [{"rtt_ms": 1, "packet_loss_pct": 1, "jitter_ms": true}]}""", "samples[0].jitter_ms")]
    [InlineData("""{"samples": 5}""", "samples")]
    [InlineData("""{"rtt_ms": 1, "rtt_ms": 1, "packet_loss_pct": 1, "jitter_ms": 1}""", null)]
    [InlineData("[]", null)]
    public async Task Store_BadBody_IsInvalidRequest(string body, string? member)
    {
        var (session, host, _) = await StartCallAsync();
        await AssertProblemAsync(PostAsync(host, $"sessions/{session.Id}/quality/", body), ErrorCodes.InvalidRequest, member);
    }

    [Fact]
    public async Task Store_AHundredAndOne_IsInvalidRequest()
    {
        var (session, host, _) = await StartCallAsync();
        var body = $$"""{"samples": [{{string.Join(',', Enumerable.Repeat(Sample, 101))}}]}""";
        await AssertProblemAsync(PostAsync(host, $"sessions/{session.Id}/quality/", body), ErrorCodes.InvalidRequest, "samples");
    }

    [Fact]
    public async Task Store_Resend_IsStoredOnceOnlyWithIdAndTime()
    {
        var (session, host, _) = await StartCallAsync();
        var now = TimeProvider.System.GetUtcNow();
        var named = With(("id", "1"), ("recorded_at", Text(now)));
        var timed = With(("recorded_at", Text(now)));
        var unTimed = With(("id", "1"));

        foreach (var body in (string[])[named, named, timed, timed, unTimed, unTimed, $$"""{"samples": [{{unTimed}}, {{unTimed}}]}"""])
        {
            await ReadAsync<QualityAssessment>(PostAsync(host, $"sessions/{session.Id}/quality/", body), HttpStatusCode.Created);
        }

        Assert.Equal(1 + 2 + 2 + 2, (await ReportAsync(host, session.Id)).Samples);
    }

    [Fact]
    public async Task Store_ResendByAClockThatIsOff_IsStoredOnce()
    {
        var (session, host, guest) = await StartCallAsync();
        var off = Text(TimeProvider.System.GetUtcNow().AddYears(-3));
        var (one, other) = (With(("id", "1"), ("recorded_at", off)), With(("id", "2"), ("recorded_at", off)));

        foreach (var body in (string[])[one, one, other, $$"""{"samples": [{{one}}, {{other}}, {{other}}]}"""])
            await ReadAsync<QualityAssessment>(PostAsync(host, $"sessions/{session.Id}/quality/", body), HttpStatusCode.Created);

        await ReadAsync<QualityAssessment>(PostAsync(guest, $"sessions/{session.Id}/quality/", one), HttpStatusCode.Created);

        Assert.Equal(3, (await ReportAsync(host, session.Id)).Samples);
    }

    [Theory]
    [InlineData(-16, false)]
    [InlineData(-14, true)]
    [InlineData(14, true)]
    [InlineData(16, false)]
    public async Task Store_ClockOff_IsKeptWithinFifteenMinutes(int minutes, bool kept)
    {
        var (session, host, _) = await StartCallAsync();
        var before = TimeProvider.System.GetUtcNow();
        var recordedAt = before.AddMinutes(minutes);
        await ReadAsync<QualityAssessment>(
            PostAsync(host, $"sessions/{session.Id}/quality/", With(("recorded_at", Text(recordedAt)))), HttpStatusCode.Created);

        await using var db = Fixture.CreateDbContext();
        var stored = (await db.QosSamples.SingleAsync(sample => sample.SessionId == session.Id, Cancelled)).RecordedAt;
        if (kept)
            Assert.Equal(recordedAt, stored, TimeSpan.FromMilliseconds(1));
        else
            Assert.InRange(stored, before.AddMilliseconds(-1), TimeProvider.System.GetUtcNow());

        Assert.Equal(1, (await ReportAsync(host, session.Id)).Samples);
    }

    [Fact]
    public async Task Store_AfterTheEnd_IsTakenForFiveMinutes()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var replica = Fixture.StartReplica("clock", services: services => services.AddSingleton<TimeProvider>(time));
        var host = replica.As(NewUser("host"));
        var session = await CreateAsync(host);
        await JoinAsync(host, session.Id);
        await ReadAsync<Session>(PostAsync(host, $"sessions/{session.Id}/leave/"));

        time.Advance(TimeSpan.FromMinutes(5));
        await ReadAsync<QualityAssessment>(PostAsync(host, $"sessions/{session.Id}/quality/", Sample), HttpStatusCode.Created);
        time.Advance(TimeSpan.FromSeconds(1));
        await AssertProblemAsync(PostAsync(host, $"sessions/{session.Id}/quality/", Sample), ErrorCodes.SessionEnded);
    }

    [Fact]
    public async Task Report_KnownSamples_AnswersExactPercentiles()
    {
        var (session, host, guest) = await StartCallAsync();
        var minute = Minute(TimeProvider.System.GetUtcNow()).AddMinutes(-5);
        await StoreAsync(host, session.Id, Enumerable.Range(1, 20).Select(i => (minute, i * 10.0)));
        await StoreAsync(guest, session.Id, [(minute.AddMinutes(1), 1000)]);

        var report = await ReportAsync(host, session.Id, Window(minute, minute.AddMinutes(2)));

        Assert.Equal((minute, minute.AddMinutes(2), 21), (report.From, report.To, report.Samples));
        // Of 10, 20 … 200: the 10th, the 19th and the 20th value.
        var own = report.Participants[session.Participants[0].UserId];
        Assert.Equal(new(105, 10, 200, 100, 190, 200), own.RttMs);
        // With 1000 as the 21st: the 11th, the 20th and the 21st.
        Assert.Equal(new((2100 + 1000) / 21.0, 10, 1000, 110, 200, 1000), report.Overall.RttMs);
        Assert.Equal([(minute, 20), (minute.AddMinutes(1), 1)], report.Series.Select(bucket => (bucket.Start, bucket.Samples)));
        Assert.Equal(1, report.Participants[session.Participants[1].UserId].Samples);
        Assert.Equal(new(0.5, 0.5, 0.5, 0.5, 0.5, 0.5), report.Overall.PacketLossPct);
    }

    [Fact]
    public async Task Report_Window_ExcludesItsEnd()
    {
        var (session, host, _) = await StartCallAsync();
        var minute = Minute(TimeProvider.System.GetUtcNow()).AddMinutes(-5);
        await StoreAsync(host, session.Id, [(minute, 1), (minute.AddSeconds(1), 2), (minute.AddSeconds(2), 3)]);

        var report = await ReportAsync(host, session.Id, Window(minute, minute.AddSeconds(2)) + "&bucket=1");

        Assert.Equal(2, report.Samples);
        Assert.Equal([minute, minute.AddSeconds(1)], report.Series.Select(bucket => bucket.Start));
    }

    [Fact]
    public async Task Report_NoSamples_IsEmpty()
    {
        var (session, host, _) = await StartCallAsync();
        var report = await ReportAsync(host, session.Id);
        Assert.Equal((0, 0, null), (report.Samples, report.Overall.Samples, report.Overall.RttMs));
        Assert.Empty(report.Participants);
        Assert.Empty(report.Series);
        Assert.Equal(session.CreatedAt, report.From, TimeSpan.FromMilliseconds(1));
    }

    [Theory]
    [InlineData("from=now", "from")]
    [InlineData("from=2026-02-03T04:05:06", "from")]
    [InlineData("to=2026-02-03T04:05Z", "to")]
    [InlineData("to=12", "to")]
    [InlineData("bucket=0", "bucket")]
    [InlineData("bucket=1.5", "bucket")]
    [InlineData("from=2030-01-01T00:00:00Z&to=2029-01-01T00:00:00Z", "to")]
    [InlineData("from=2020-01-01T00:00:00Z&to=2030-01-01T00:00:00Z&bucket=1", "bucket")]
    public async Task Report_BadQuery_IsInvalidRequest(string query, string member)
    {
        var (session, host, _) = await StartCallAsync();
        await AssertProblemAsync(GetAsync(host, $"sessions/{session.Id}/quality/?{query}"), ErrorCodes.InvalidRequest, member);
    }

    [Fact]
    public async Task Times_InLowerCase_AreTaken()
    {
        var (session, host, _) = await StartCallAsync();
        var now = $"{TimeProvider.System.GetUtcNow().UtcDateTime:O}".ToLowerInvariant();

        await ReadAsync<QualityAssessment>(PostAsync(host, $"sessions/{session.Id}/quality/", With(("recorded_at", now))), HttpStatusCode.Created);

        Assert.Equal(1, (await ReportAsync(host, session.Id, $"?from={now}")).Samples);
    }

    private static Task<QualityReport> ReportAsync(HttpClient client, Guid sessionId, string query = "") =>
        ReadAsync<QualityReport>(GetAsync(client, $"sessions/{sessionId}/quality/{query}"));

    private static async Task StoreAsync(HttpClient client, Guid sessionId, IEnumerable<(DateTimeOffset At, double RttMs)> samples)
    {
        var body = string.Join(',', samples.Select(sample => With(("rtt_ms", sample.RttMs), ("recorded_at", Text(sample.At)))));
        await ReadAsync<QualityAssessment>(
            PostAsync(client, $"sessions/{sessionId}/quality/", $$"""{"samples": [{{body}}]}"""), HttpStatusCode.Created);
    }

    private static string Window(DateTimeOffset from, DateTimeOffset to) =>
        $"?from={Uri.EscapeDataString(Text(from))}&to={Uri.EscapeDataString(Text(to))}";

    private static string With(params (string Name, JsonNode Value)[] members)
    {
        var sample = JsonNode.Parse(Sample)!.AsObject();
        foreach (var (name, value) in members)
        {
            sample[name] = value;
        }

        return sample.ToJsonString();
    }

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Minute(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
