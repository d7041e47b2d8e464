using M4sh.Console.Calls;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.Console.Tests.Calls;

public sealed class RenderThrottleTests
{
    private readonly FakeTimeProvider _time = new();
    private int _rendered;

    [Fact]
    public async Task Request_First_RendersAtOnce()
    {
        await using var throttle = Create();

        throttle.Request();

        Assert.Equal(1, _rendered);
    }

    [Fact]
    public async Task Request_ManyInAnInterval_RenderOnceMoreAtItsEnd()
    {
        await using var throttle = Create();

        for (var request = 0; request < 20; request++)
        {
            throttle.Request();
        }

        Assert.Equal(1, _rendered);
        _time.Advance(RenderThrottle.DefaultInterval);
        Assert.Equal(2, _rendered);
        _time.Advance(RenderThrottle.DefaultInterval);
        Assert.Equal(2, _rendered);
    }

    [Fact]
    public async Task Request_ForTenSecondsWithoutPause_StaysAtTwoASecond()
    {
        await using var throttle = Create();

        for (var tick = 0; tick < 1000; tick++)
        {
            throttle.Request();
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.InRange(_rendered, 19, 21);
    }

    [Fact]
    public async Task Dispose_WithARequestWaiting_RendersNoMore()
    {
        var throttle = Create();
        throttle.Request();
        throttle.Request();

        await throttle.DisposeAsync();
        _time.Advance(RenderThrottle.DefaultInterval);
        throttle.Request();

        Assert.Equal(1, _rendered);
    }

    private RenderThrottle Create() => new(
        () =>
        {
            _rendered++;
            return Task.CompletedTask;
        },
        _time);
}
