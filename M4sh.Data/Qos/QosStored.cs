namespace M4sh.Data.Qos;

/// <summary>What became of the samples of many senders.</summary>
public sealed class QosStored
{
    private readonly Dictionary<QosSender, QosSenderState> _refused = [];
    private readonly HashSet<(QosSender Sender, string SampleId)> _new = [];

    public QosSenderState StateOf(QosSender sender) => _refused.GetValueOrDefault(sender, QosSenderState.Allowed);

    /// <summary>It was not stored before; a sample without an id never was.</summary>
    public bool IsNew(QosRow row) => row.Sample.Id is not { } id || _new.Contains((row.Sender, id));

    internal void AddRefused(QosSender sender, QosSenderState state) => _refused[sender] = state;

    internal void AddNew(QosSender sender, string sampleId) => _new.Add((sender, sampleId));
}
