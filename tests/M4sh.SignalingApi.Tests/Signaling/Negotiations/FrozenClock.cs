namespace M4sh.SignalingApi.Tests.Signaling.Negotiations;

/// <summary>The time of day goes on only when the test says so; timers run as ever.</summary>
internal sealed class FrozenClock : TimeProvider
{
    private readonly DateTimeOffset _start = System.GetUtcNow();
    private long _ticks;

    public override DateTimeOffset GetUtcNow() => _start.AddTicks(Interlocked.Read(ref _ticks));

    /// <summary>Sets it to what the system's says.</summary>
    public void CatchUp() => Interlocked.Exchange(ref _ticks, (System.GetUtcNow() - _start).Ticks);

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}
