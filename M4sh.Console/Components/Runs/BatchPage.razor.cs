using M4sh.Console.Calls;
using M4sh.Console.Problems;
using M4sh.Console.Runs;
using Microsoft.JSInterop;

namespace M4sh.Console.Components.Runs;

/// <summary>Several test calls, one after the other.</summary>
public sealed partial class BatchPage
{
    private readonly CancellationTokenSource _left = new();
    private CallPlan _plan = new() { Duration = BatchPlan.DefaultDuration };
    private int _count = 5;
    private CallBatch? _batch;
    private Problem? _pageProblem;
    private bool _prepared;
    private bool _cancelling;

    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync();
        await CloseAsync();
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
            _prepared = true;
        }
        catch (JSException exception)
        {
            _pageProblem = Problem.From(exception);
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // The page was left before it was ready.
            return;
        }

        StateHasChanged();
    }

    private async Task StartAsync()
    {
        await CloseAsync();

        // A batch goes on by itself: each of its calls has an end.
        _plan = _plan with { Duration = _plan.Duration ?? BatchPlan.DefaultDuration };
        _cancelling = false;
        _batch = new(Context, Browser, new(_plan, _count));
        _batch.Progressed += OnProgressed;
        await _batch.RunAsync();
    }

    private Task CancelAsync()
    {
        _cancelling = true;
        return _batch!.CancelAsync();
    }

    private async Task CloseAsync()
    {
        if (_batch is { } batch)
        {
            await batch.DisposeAsync();
        }
    }

    private void OnProgressed()
    {
        if (!_left.IsCancellationRequested)
        {
            _ = InvokeAsync(StateHasChanged);
        }
    }
}
