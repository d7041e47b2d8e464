namespace M4sh.QosWorker.Startup;

/// <summary>Whether the database has its tables and partitions.</summary>
public sealed class StartupState
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it has.</summary>
    public Task Ready => _ready.Task;

    public void SetReady() => _ready.TrySetResult();
}
