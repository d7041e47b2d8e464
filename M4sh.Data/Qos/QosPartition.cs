using System.ComponentModel.DataAnnotations.Schema;
using System.Globalization;

namespace M4sh.Data.Qos;

/// <summary>The table that holds a day, by UTC, of a partitioned one.</summary>
public sealed record QosPartition(
    [property: Column("parent")] string Parent,
    [property: Column("day")] DateOnly Day,
    [property: Column("state")] QosPartitionState State)
{
    public DateTimeOffset Start => new(Day, TimeOnly.MinValue, TimeSpan.Zero);

    public DateTimeOffset End => Start.AddDays(1);

    internal string Name => NameOf(Parent, Day);

    internal static string NameOf(string parent, DateOnly day) => $"{parent}_{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";
}
