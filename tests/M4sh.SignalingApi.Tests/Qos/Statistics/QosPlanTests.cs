using M4sh.Data.Qos;
using M4sh.SignalingApi.Qos.Statistics;

namespace M4sh.SignalingApi.Tests.Qos.Statistics;

public sealed class QosPlanTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 3, 10, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan[] Buckets =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(90), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromDays(1)];

    private static readonly Dictionary<QosTier, DateTimeOffset> All = [];

    private static readonly Dictionary<QosTier, DateTimeOffset> NoRaw = new() { [QosTier.Raw] = Midnight };

    private static readonly Dictionary<QosTier, DateTimeOffset> NoMinutes = new() { [QosTier.Raw] = Midnight, [QosTier.Minutes] = Midnight };

    [Fact]
    public void Of_AnyWindow_CoversEveryMomentOnce()
    {
        var random = new Random(21);
        for (var round = 0; round < 5000; round++)
        {
            var tiers = (random.Next(3)) switch { 0 => All, 1 => NoRaw, _ => NoMinutes };
            var from = Midnight.AddMilliseconds(random.Next(-100_000_000, 100_000_000));
            var to = from.AddMilliseconds(random.Next(1, random.Next(2) == 0 ? 200_000 : 100_000_000));

            var plan = QosPlan.Of(from, to, Buckets[random.Next(Buckets.Length)], tiers);

            Assert.True(plan.From <= from && plan.To >= to);
            var parts = plan.Edges.Append(plan.Hours).Concat(plan.Minutes).Where(part => !part.IsEmpty).OrderBy(part => part.From).ToList();
            Assert.Equal(plan.From, parts[0].From);
            Assert.Equal(plan.To, parts[^1].To);
            Assert.All(parts.Zip(parts.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
            Assert.All(plan.Minutes.Where(part => !part.IsEmpty), part => AssertWhole(part, QosBuckets.Minute));
            AssertWhole(plan.Hours.IsEmpty ? new(Midnight, Midnight) : plan.Hours, QosBuckets.Hour);

            // Nothing is asked for that is gone.
            Assert.All(plan.Edges, part => Assert.True(part.IsEmpty || part.From >= tiers.GetValueOrDefault(QosTier.Raw)));
            Assert.All(plan.Minutes, part => Assert.True(part.IsEmpty || part.From >= tiers.GetValueOrDefault(QosTier.Minutes)));
        }
    }

    [Fact]
    public void Of_SamplesAreThere_TakesTheWindowAsItIs()
    {
        var (from, to) = (Midnight.AddSeconds(-1.5), Midnight.AddSeconds(200));

        var plan = QosPlan.Of(from, to, TimeSpan.FromSeconds(1), All);

        Assert.Equal((from, to, QosBuckets.Minute), (plan.From, plan.To, plan.Bucket));
        Assert.Equal(new(Midnight, Midnight.AddMinutes(3)), plan.Rolled);
        Assert.Equal([new(from, Midnight), new(Midnight.AddMinutes(3), to)], plan.Edges);
    }

    [Fact]
    public void Of_SamplesAreGone_WidensToMinutes()
    {
        var plan = QosPlan.Of(Midnight.AddSeconds(-90.5), Midnight.AddSeconds(90), TimeSpan.FromSeconds(90), NoRaw);

        Assert.Equal((Midnight.AddMinutes(-2), Midnight.AddSeconds(90), TimeSpan.FromMinutes(2)), (plan.From, plan.To, plan.Bucket));

        plan = QosPlan.Of(Midnight.AddSeconds(-90.5), Midnight.AddSeconds(-30), TimeSpan.FromMinutes(1), NoRaw);
        Assert.Equal((Midnight.AddMinutes(-2), Midnight), (plan.From, plan.To));
    }

    [Fact]
    public void Of_MinutesAreGone_WidensToHours()
    {
        var plan = QosPlan.Of(Midnight.AddMinutes(-90), Midnight.AddMinutes(-30), TimeSpan.FromMinutes(1), NoMinutes);

        Assert.Equal((Midnight.AddHours(-2), Midnight, QosBuckets.Hour), (plan.From, plan.To, plan.Bucket));
        Assert.Equal(new(Midnight.AddHours(-2), Midnight), plan.Hours);
        Assert.All(plan.Minutes.Concat(plan.Edges), part => Assert.True(part.IsEmpty));
    }

    [Fact]
    public void Of_BucketOfHours_TakesHoursWhereTheyAreWhole()
    {
        var plan = QosPlan.Of(Midnight.AddMinutes(-90), Midnight.AddMinutes(90), TimeSpan.FromHours(2), All);

        Assert.Equal(new(Midnight.AddHours(-1), Midnight.AddHours(1)), plan.Hours);
        Assert.Equal([new(Midnight.AddMinutes(-90), Midnight.AddHours(-1)), new(Midnight.AddHours(1), Midnight.AddMinutes(90))], plan.Minutes);
    }

    private static void AssertWhole(TimeRange range, TimeSpan bucket)
    {
        Assert.Equal(QosBuckets.Floor(range.From, bucket), range.From);
        Assert.Equal(QosBuckets.Floor(range.To, bucket), range.To);
    }
}
