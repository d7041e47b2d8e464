using M4sh.SignalingApi.Signaling.Peers;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.SignalingApi.Tests.Signaling.Sockets;

public sealed class TokenBucketTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TryTake_Burst_ThenAsManyASecond()
    {
        var bucket = new TokenBucket(perSecond: 50, burst: 200, _time);

        Assert.Equal(200, Take(bucket, 1000));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(50, Take(bucket, 1000));
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal(1, Take(bucket, 1000));
    }

    [Fact]
    public void TryTake_AfterALongPause_NoMoreThanABurst()
    {
        var bucket = new TokenBucket(perSecond: 50, burst: 200, _time);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(200, Take(bucket, 1000));
    }

    [Fact]
    public void TryTake_Steady_NeverRunsOut()
    {
        var bucket = new TokenBucket(perSecond: 50, burst: 200, _time);
        for (var second = 0; second < 100; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(50, Take(bucket, 50));
        }
    }

    private static int Take(TokenBucket bucket, int wanted) => Enumerable.Range(0, wanted).TakeWhile(_ => bucket.TryTake()).Count();
}
