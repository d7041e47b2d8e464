using M4sh.Console.Problems;
using M4sh.Console.Runs;
using M4sh.Console.Verdicts;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace M4sh.Console.Components.Runs;

/// <summary>The report of one test call, at an address that stays.</summary>
public sealed partial class TestRunReportPage
{
    private readonly CancellationTokenSource _left = new();
    private Guid? _shown;
    private TestRun? _run;
    private CallReport? _report;
    private Problem? _problem;
    private string? _note;
    private string _noteState = "";

    [Parameter]
    public Guid Id { get; set; }

    private bool IsLoading { get; set; } = true;

    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == Id)
        {
            return;
        }

        var asked = _shown = Id;
        (IsLoading, _run, _report, _problem, _noteState) = (true, null, null, null, "");
        try
        {
            var found = await Store.FindAsync(Id, _left.Token);
            if (_shown != asked)
            {
                // Another was asked for meanwhile, whose answer counts.
                return;
            }

            _run = found;
            _note = _run?.Note;
            _report = _run?.Document is { } document ? CallReport.Parse(document.Report) : null;
        }
        catch (ProblemException exception)
        {
            if (_shown != asked)
            {
                return;
            }

            _problem = exception.Problem;
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // The page was left.
        }

        IsLoading = false;
    }

    private async Task NoteAsync()
    {
        try
        {
            var note = string.IsNullOrWhiteSpace(_note) ? null : _note.Trim();
            _noteState = await Store.NoteAsync(Id, note, _left.Token) ? "saved" : "not saved: the call was deleted";
        }
        catch (ProblemException exception)
        {
            _noteState = $"not saved: {exception.Problem.What}";
        }
    }

    private Task PrintAsync() => Js.InvokeVoidAsync("print", _left.Token).AsTask();
}
