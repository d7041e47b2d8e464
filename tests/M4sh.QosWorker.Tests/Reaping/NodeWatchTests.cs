using M4sh.QosWorker.Reaping;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.QosWorker.Tests.Reaping;

public sealed class NodeWatchTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly NodeWatch _watch;

    public NodeWatchTests() => _watch = new(Grace, _time);

    [Fact]
    public void Alive_NodeThatBeats_Lives()
    {
        for (var beat = 0; beat < 100; beat++)
            Assert.Equal(["a"], After(5, ("a", beat)));
    }

    [Fact]
    public void Alive_NodeThatStandsStillForTheGrace_IsDead()
    {
        After(0, ("a", 1), ("b", 1));

        for (var beat = 2; beat < 7; beat++)
            Assert.Equal(["a", "b"], After(5, ("a", beat), ("b", 1)));
        Assert.Equal(["a"], After(5, ("a", 7), ("b", 1)));
        Assert.Equal(["a", "b"], After(5, ("a", 8), ("b", 2)));
    }

    [Fact]
    public void Alive_AfterAGapInTheWatch_StartsAnew()
    {
        After(0, ("a", 1));

        Assert.Equal(["a"], After(600, ("a", 1)));
        Assert.Equal(["a"], After(10, ("a", 1)));
        Assert.Equal(["a"], After(10, ("a", 1)));
        Assert.Empty(After(10, ("a", 1)));
    }

    private IReadOnlyList<string> After(int seconds, params (string Node, long Beats)[] beats)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        return _watch.Alive(beats.ToDictionary(node => node.Node, node => node.Beats));
    }
}
