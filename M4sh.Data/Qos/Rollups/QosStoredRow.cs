namespace M4sh.Data.Qos.Rollups;

/// <summary>A row as it comes from any of the tables.</summary>
internal sealed class QosStoredRow : QosRollupRow;
