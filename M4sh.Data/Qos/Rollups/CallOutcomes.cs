using M4sh.Data.Qos.Sketches;

namespace M4sh.Data.Qos.Rollups;

/// <summary>How many calls came about, and how soon.</summary>
public sealed class CallOutcomes
{
    public long Sessions { get; private set; }

    /// <summary>Those in which two had come together, and of which it is known whether they connected.</summary>
    public long Attempted { get; private set; }

    public long Connected { get; private set; }

    /// <summary>From two participants to <c>connected</c>.</summary>
    public DDSketch SetupSeconds { get; } = new();

    public void Add(DateTimeOffset? startedAt, DateTimeOffset? connectedAt, bool isOver)
    {
        Sessions++;
        if (startedAt is not { } started || (connectedAt is null && !isOver))
            return;

        Attempted++;
        if (connectedAt is { } connected)
        {
            Connected++;
            SetupSeconds.Add(Math.Max(0, (connected - started).TotalSeconds));
        }
    }

    /// <summary>Many at once.</summary>
    /// <param name="sessions">How many.</param>
    /// <param name="attempted">Of these, as <see cref="Attempted"/>.</param>
    /// <param name="setupSeconds">Of each of those that connected.</param>
    public void Add(long sessions, long attempted, IReadOnlyCollection<double> setupSeconds)
    {
        ArgumentNullException.ThrowIfNull(setupSeconds);
        Sessions += sessions;
        Attempted += attempted;
        Connected += setupSeconds.Count;
        foreach (var seconds in setupSeconds)
            SetupSeconds.Add(Math.Max(0, seconds));
    }

    public void Merge(CallHourEntity hour)
    {
        ArgumentNullException.ThrowIfNull(hour);
        Sessions += hour.Sessions;
        Attempted += hour.Attempted;
        Connected += hour.Connected;
        SetupSeconds.Merge(DDSketchFormat.Read(hour.SetupSeconds));
    }
}
