namespace M4sh.Console.Network;

/// <summary>
/// One direction of a path as a model without clock or I/O: a chance of loss, a bottleneck that sends one packet after another at its rate with a
/// bounded queue before it, and a delay behind it. Packets never overtake each other.
/// </summary>
/// <param name="conditions">What the path is like.</param>
/// <param name="chance">Gives a number from 0 to below 1.</param>
public sealed class LinkModel(LinkConditions conditions, Func<double> chance)
{
    /// <summary>What would wait longer than this before the bottleneck is dropped, as a router's full queue does.</summary>
    public static readonly TimeSpan LongestQueue = TimeSpan.FromMilliseconds(300);

    private TimeSpan _free;
    private TimeSpan _lastDue;

    /// <param name="now">When the packet comes, on any clock that rises.</param>
    /// <param name="bytes">How large it is.</param>
    public LinkFate Admit(TimeSpan now, int bytes)
    {
        if (chance() * 100 < conditions.LossPct)
        {
            return new(LinkFateKind.Lost);
        }

        var start = now > _free ? now : _free;
        if (start - now > LongestQueue)
        {
            return new(LinkFateKind.Overflowed);
        }

        _free = start + SendingTime(bytes);
        var due = _free + conditions.Delay + (conditions.Jitter * ((2 * chance()) - 1));
        _lastDue = due > _lastDue ? due : _lastDue;
        return new(LinkFateKind.Delivered, _lastDue > now ? _lastDue : now);
    }

    private TimeSpan SendingTime(int bytes) =>
        conditions.RateKbps is { } rate ? TimeSpan.FromMilliseconds(bytes * 8d / rate) : TimeSpan.Zero;
}
