using System.Globalization;
using M4sh.Contracts.Qos;
using M4sh.Data.Qos;
using M4sh.Data.Qos.Rollups;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace M4sh.SignalingApi.Tests.Qos.Statistics;

/// <summary>Answers for windows of all kinds, while more and more of what they are of is only there as sketches. Over all calls, so on a database of its own.</summary>
public sealed class AnyWindowTests(ApiFixture fixture) : ApiTests(fixture)
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static readonly DateTimeOffset Midnight = QosBuckets.Floor(Now, TimeSpan.FromDays(1));

    private readonly List<QosRow> _samples = [];
    private readonly Dictionary<Guid, string> _lessons = [];

    [Fact]
    public async Task Answer_AnyWindow_IsOfItsSamplesWhateverIsLeftOfThem()
    {
        var random = new Random(31);
        await AddSessionsAsync();
        await InsertAsync(random, 3000);
        await RollUpAsync();
        await InsertAsync(random, 300);

        // Some are in the rollups, some are not.
        await AssertAnswersAsync(random, []);

        await DropAsync(QosTier.Raw, "qos_samples", "recorded_at");
        await RollUpAsync();
        await AssertAnswersAsync(random, [QosTier.Raw]);

        await DropAsync(QosTier.Minutes, "qos_minutes", "bucket_start");
        await DropAsync(QosTier.Minutes, "qos_overall_minutes", "bucket_start");
        await AssertAnswersAsync(random, [QosTier.Raw, QosTier.Minutes]);
    }

    private async Task AssertAnswersAsync(Random random, QosTier[] gone)
    {
        var admin = Api.As(NewUser("admin"), admin: true);
        for (var round = 0; round < 8; round++)
        {
            var from = Midnight.AddMilliseconds(random.Next(-80_000_000, 80_000_000));
            var to = from.AddMilliseconds(random.Next(1, random.Next(3) == 0 ? 100_000 : 90_000_000));
            var bucket = (int[])[60, 120, 3600, 86_400];
            var query = string.Create(
                CultureInfo.InvariantCulture, $"?from={Text(from)}&to={Text(to)}&bucket={bucket[random.Next(bucket.Length)]}");

            var overview = await ReadAsync<QualityOverview>(GetAsync(admin, $"quality/{query}"));
            AssertWindow(from, to, overview.From, overview.To, gone);
            KeptSamples.AssertIs(Between(overview.From, overview.To), overview.Overall);
            AssertSeries(Between(overview.From, overview.To), overview.Series, overview.Bucket);

            var lessons = await ReadAsync<QualityOverview>(GetAsync(admin, $"quality/{query}&group_by=lesson"));
            KeptSamples.AssertIs(Between(lessons.From, lessons.To), lessons.Overall);
            AssertGroups(Between(lessons.From, lessons.To), sample => _lessons[sample.SessionId], lessons.Groups!);

            var hours = await ReadAsync<QualityOverview>(GetAsync(admin, $"quality/{query}&group_by=hour"));
            AssertGroups(
                Between(hours.From, hours.To),
                sample => QosBuckets.Floor(sample.RecordedAt, QosBuckets.Hour).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), hours.Groups!);

            var session = _lessons.Keys.ElementAt(random.Next(_lessons.Count));
            var report = await ReadAsync<QualityReport>(GetAsync(admin, $"sessions/{session}/quality/{query}"));
            AssertWindow(from, to, report.From, report.To, gone);
            var own = Between(report.From, report.To).Where(sample => sample.SessionId == session).ToList();
            KeptSamples.AssertIs(own, report.Overall);
            AssertSeries(own, report.Series, report.Bucket);
            Assert.Equal(own.Select(sample => sample.UserId).ToHashSet(), [.. report.Participants.Keys]);
            foreach (var (user, summary) in report.Participants)
                KeptSamples.AssertIs(own.Where(sample => sample.UserId == user), summary);
        }

        var (first, _) = _lessons.First();
        var whole = await ReadAsync<QualityReport>(GetAsync(admin, $"sessions/{first}/quality/"));
        Assert.Equal(_samples.Count(sample => sample.SessionId == first), whole.Samples);
        Assert.True(whole.From <= whole.Series[0].Start && whole.To >= whole.Series[^1].Start);
    }

    // Only where what is finer is gone.
    private static void AssertWindow(DateTimeOffset from, DateTimeOffset to, DateTimeOffset answeredFrom, DateTimeOffset answeredTo, QosTier[] gone)
    {
        var bucket = gone.Contains(QosTier.Minutes) ? QosBuckets.Hour : QosBuckets.Minute;
        Assert.Equal(gone.Length > 0 && from < Midnight ? QosBuckets.Floor(from, bucket) : from, answeredFrom, TimeSpan.FromMilliseconds(0.01));
        Assert.Equal(gone.Length > 0 && to < Midnight ? QosBuckets.Ceiling(to, bucket) : to, answeredTo, TimeSpan.FromMilliseconds(0.01));
    }

    private static void AssertSeries(IEnumerable<QosRow> samples, IReadOnlyList<QualityBucket> series, int seconds)
    {
        var expected = samples.GroupBy(sample => QosBuckets.Floor(sample.RecordedAt, TimeSpan.FromSeconds(seconds))).OrderBy(bucket => bucket.Key).ToList();
        Assert.Equal(expected.Select(bucket => bucket.Key), series.Select(bucket => bucket.Start));
        foreach (var (samplesOfBucket, answer) in expected.Zip(series))
            KeptSamples.AssertIs(samplesOfBucket, answer);
    }

    private static void AssertGroups(IEnumerable<QosRow> samples, Func<QosRow, string> key, IReadOnlyList<QualityGroup> groups)
    {
        var expected = samples.GroupBy(key).ToDictionary(group => group.Key);
        var answered = groups.Where(group => group.Samples > 0).ToList();
        Assert.Equal(expected.Keys.ToHashSet(), [.. answered.Select(group => group.Key)]);
        foreach (var group in answered)
            KeptSamples.AssertIs(expected[group.Key], group);
    }

    private IEnumerable<QosRow> Between(DateTimeOffset from, DateTimeOffset to) => _samples.Where(sample => sample.RecordedAt >= from && sample.RecordedAt < to);

    private async Task AddSessionsAsync()
    {
        for (var i = 0; i < 5; i++)
            _lessons.Add(Guid.CreateVersion7(Now), $"lesson-{i % 3}");

        await using var connection = await ConnectAsync();
        foreach (var (session, lesson) in _lessons)
        {
            await using var command = new NpgsqlCommand(
                """
                INSERT INTO sessions (id, lesson_id, status, created_by, created_at, ended_at, end_reason, metadata, host_permissions, guest_permissions)
                VALUES ($1, $2, 'ended', 'ann', $3, $4, 'hangup', '{}', '{}', '{}')
                """, connection)
            {
                Parameters = { new() { Value = session }, new() { Value = lesson }, new() { Value = Midnight.AddHours(-23) }, new() { Value = Midnight.AddHours(47) } },
            };
            await command.ExecuteNonQueryAsync(Cancelled);
        }
    }

    private async Task InsertAsync(Random random, int count)
    {
        await using var connection = await ConnectAsync();
        foreach (var chunk in Enumerable.Range(0, count).Chunk(100))
        {
            var rows = chunk.Select(_ => new QosRow(
                _lessons.Keys.ElementAt(random.Next(_lessons.Count)), $"user-{random.Next(2)}", Midnight.AddMilliseconds(random.Next(-80_000_000, 80_000_000)),
                new() { RttMs = 400 * random.NextDouble() * random.NextDouble(), PacketLossPct = Math.Max(0, random.Next(-20, 5)), JitterMs = 60 * random.NextDouble() })).ToList();
            await QosSampleStore.InsertAsync(connection, rows, Cancelled);
            _samples.AddRange(rows);
        }
    }

    private async Task RollUpAsync()
    {
        await using var db = Fixture.CreateDbContext();
        for (var shard = 0; shard < QosShard.Count; shard++)
        {
            while (await QosRollup.RollAsync(db, shard, 500, Cancelled) > 0)
            {
                // There may be more.
            }
        }
    }

    private async Task DropAsync(QosTier tier, string table, string time)
    {
        // What is not rolled up is not dropped: PruneCycle sees to that.
        if (tier == QosTier.Raw)
            await RollUpAsync();

        await using var db = Fixture.CreateDbContext();
        await QosTiers.ShortenAsync(db, tier, Midnight, Cancelled);
        var delete = $"DELETE FROM {table} WHERE {time} < {{0}}";
        await db.Database.ExecuteSqlRawAsync(delete, [Midnight], Cancelled);
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(Fixture.ConnectionString);
        await connection.OpenAsync(Cancelled);
        return connection;
    }

    private static string Text(DateTimeOffset time) => Uri.EscapeDataString(time.ToString("O", CultureInfo.InvariantCulture));
}
