using M4sh.Console.Calls;
using M4sh.Console.Problems;
using M4sh.Console.Runs;
using M4sh.Console.Runs.Pipeline;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace M4sh.Console.Components.Runs;

/// <summary>Makes the calls of a pipeline's run, in the browser that the console started for it. What to do it reads on the server, by the run's id.</summary>
public sealed partial class PipelinePage
{
    private readonly CancellationTokenSource _left = new();
    private PipelineRun? _run;
    private CallBatch? _batch;
    private bool _refused;

    [Parameter]
    public Guid Id { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync();
        if (_batch is not null)
        {
            _run!.Finish(BatchState.Failed, PipelineProblems.PageGone);
            await _batch.DisposeAsync();
        }

        _left.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            await Browser.PrepareAsync(_left.Token);
            _run = Runs.Find(Id);
            _refused = _run is null || !await _run.DriveAsync(Open);
        }
        catch (JSException exception)
        {
            Runs.Find(Id)?.Finish(BatchState.Failed, Problem.From(exception));
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // The page was left before it was ready: the run ends with its browser.
            return;
        }

        OnProgressed();
    }

    private CallBatch Open()
    {
        _batch = new(Context, Browser, _run!.Plan, _run.Id);
        _batch.Progressed += OnProgressed;
        return _batch;
    }

    private void OnProgressed()
    {
        if (!_left.IsCancellationRequested)
        {
            _ = InvokeAsync(StateHasChanged);
        }
    }
}
