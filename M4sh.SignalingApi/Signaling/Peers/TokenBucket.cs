namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>So many at once, so many a second from then on. For one reader.</summary>
internal sealed class TokenBucket(int perSecond, int burst, TimeProvider time)
{
    private double _tokens = burst;
    private long _filled = time.GetTimestamp();

    public bool TryTake()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(burst, _tokens + (time.GetElapsedTime(_filled, now).TotalSeconds * perSecond));
        _filled = now;
        if (_tokens < 1)
            return false;

        _tokens--;
        return true;
    }
}
