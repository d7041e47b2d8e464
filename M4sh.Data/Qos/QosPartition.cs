using System.ComponentModel.DataAnnotations.Schema;
using System.Globalization;

namespace M4sh.Data.Qos;

/// <summary>The table that holds a day's samples, by UTC.</summary>
public sealed record QosPartition(
    [property: Column("day")] DateOnly Day,
    [property: Column("state")] QosPartitionState State)
{
    internal string Name => NameOf(Day);

    internal static string NameOf(DateOnly day) => $"{QosPartitions.Table}_{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";
}
