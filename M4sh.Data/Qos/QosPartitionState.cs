namespace M4sh.Data.Qos;

/// <summary>How far a partition is on its way out.</summary>
public enum QosPartitionState
{
    /// <summary>It takes samples and is read.</summary>
    Attached,

    /// <summary>Its detaching was interrupted: neither read nor written, and no other can be detached until it is finished.</summary>
    Detaching,

    /// <summary>A table by itself, not dropped yet.</summary>
    Detached,
}
