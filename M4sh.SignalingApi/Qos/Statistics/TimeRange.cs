namespace M4sh.SignalingApi.Qos.Statistics;

/// <summary>From a time, included, to another, excluded.</summary>
internal readonly record struct TimeRange(DateTimeOffset From, DateTimeOffset To)
{
    public bool IsEmpty => From >= To;
}
