using M4sh.Contracts.Qos;
using M4sh.Data.Qos;

namespace M4sh.SignalingApi.Qos;

/// <summary>One caller's samples on their way into the database.</summary>
internal sealed class QosWrite(QosSender sender, IReadOnlyList<QosRow> rows, CancellationToken abandoned)
{
    private readonly TaskCompletionSource<IReadOnlyList<QosSample>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public QosSender Sender => sender;

    public IReadOnlyList<QosRow> Rows => rows;

    /// <summary>Those that were new, once they are durable.</summary>
    public Task<IReadOnlyList<QosSample>> Done => _done.Task;

    /// <summary>A statement that failed may have been carried out all the same: only what has an id can be written again without being there twice.</summary>
    public bool IsRepeatable => rows.All(row => row.Sample.Id is not null);

    /// <summary>Its caller waits no longer, and nobody wrote it.</summary>
    public bool IsAbandoned => abandoned.IsCancellationRequested && _done.TrySetCanceled(abandoned);

    public void Complete(IReadOnlyList<QosSample> added) => _done.TrySetResult(added);

    public void Fail(Exception exception) => _done.TrySetException(exception);
}
