using M4sh.Console.SystemStatus;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.Console.Tests.SystemStatus;

public sealed class ReplicaRatesTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Between_TwoScrapes_DividesByTheTimeBetween()
    {
        var before = At(new() { Timestamp = 0, MessagesTotal = 100, SamplesTotal = 10, RequestsTotal = 50, CpuSecondsTotal = 2, RelaysTotal = 4, RelaySecondsTotal = 0.25 });
        var after = At(
            new() { Timestamp = 0, MessagesTotal = 150, SamplesTotal = 10, RequestsTotal = 60, FailuresTotal = 5, CpuSecondsTotal = 4, RelaysTotal = 20, RelaySecondsTotal = 0.5 },
            TimeSpan.FromSeconds(5));

        Assert.Equal(new(10, 0, 2, 1, 0.4, TimeSpan.FromMilliseconds(15.625)), ReplicaRates.Between(before, after, _time));
    }

    [Fact]
    public void Between_CounterFell_CountsFromZero()
    {
        var before = At(new() { Timestamp = 0, MessagesTotal = 1000 });
        var after = At(new() { Timestamp = 0, MessagesTotal = 20 }, TimeSpan.FromSeconds(10));

        Assert.Equal(2, ReplicaRates.Between(before, after, _time)?.Messages);
    }

    [Fact]
    public void Between_NothingRelayed_HasNoRelayTime()
    {
        var before = At(new() { Timestamp = 0 });
        var after = At(new() { Timestamp = 0 }, TimeSpan.FromSeconds(5));

        Assert.Null(ReplicaRates.Between(before, after, _time)?.Relay);
    }

    [Fact]
    public void Between_OneAtOnceAfterTheOther_SaysNothing()
    {
        var numbers = At(new() { Timestamp = 0 });

        Assert.Null(ReplicaRates.Between(numbers, numbers with { MessagesTotal = 1 }, _time));
    }

    private ReplicaNumbers At(ReplicaNumbers numbers, TimeSpan later = default)
    {
        _time.Advance(later);
        return numbers with { Timestamp = _time.GetTimestamp() };
    }
}
