using M4sh.Console.Calls;
using M4sh.Console.Components.Calls;
using M4sh.Console.Problems;
using Microsoft.JSInterop;

namespace M4sh.Console.Components.Pages;

public sealed partial class TestCallPage
{
    private readonly CancellationTokenSource _left = new();
    private CallPlan _plan = new();
    private TestCall? _call;
    private Problem? _pageProblem;
    private bool _prepared;

    private CallStatus Status => _call?.Status ?? CallStatus.Idle;

    private Problem? Problem => _call?.Problem ?? _pageProblem;

    private TimeSpan? ConnectTime => _call?.Timeline.At(CallSteps.Connected);

    private string Ends => _call is { Status: CallStatus.Connected, Plan.Duration: { } duration } ? $", hangs up after {PlanText.Of(duration)}" : "";

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
            StateHasChanged();
            await Context.PrepareAsync(_left.Token);
        }
        catch (JSException exception)
        {
            _pageProblem = Problems.Problem.From(exception);
            StateHasChanged();
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // The page was left before it was ready.
        }
    }

    private async Task StartAsync()
    {
        var before = _call;
        _call = new(Context, Browser, _plan);
        _call.Progressed += OnProgressed;
        var starting = _call.StartAsync();
        if (before is not null)
        {
            await before.DisposeAsync();
        }

        await starting;
    }

    private Task HangUpAsync() => _call?.HangUpAsync() ?? Task.CompletedTask;

    private async Task CloseAsync()
    {
        if (_call is { } call)
        {
            call.Progressed -= OnProgressed;
            await call.DisposeAsync();
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
