using M4sh.Console.Problems;
using M4sh.Console.Runs;
using M4sh.Console.Verdicts;
using Microsoft.AspNetCore.Components;

namespace M4sh.Console.Components.Runs;

/// <summary>Two test calls side by side; which ones is in the address.</summary>
public sealed partial class CompareRunsPage
{
    private readonly CancellationTokenSource _left = new();
    private (string? A, string? B)? _shown;
    private CallReport? _a;
    private CallReport? _b;
    private Problem? _problem;

    [SupplyParameterFromQuery(Name = "a")]
    public string? A { get; set; }

    [SupplyParameterFromQuery(Name = "b")]
    public string? B { get; set; }

    private bool IsLoading { get; set; } = true;

    private (string Name, CallReport Report)[] Both => [("A", _a!), ("B", _b!)];

    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == (A, B))
        {
            return;
        }

        var asked = (A, B);
        _shown = asked;
        (IsLoading, _problem) = (true, null);
        try
        {
            var left = _left.Token;
            var (a, b) = (await FindAsync(asked.A, left), await FindAsync(asked.B, left));
            if (_shown != asked)
            {
                // Others were asked for meanwhile, whose answer counts.
                return;
            }

            (_a, _b) = (a, b);
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

    private async Task<CallReport?> FindAsync(string? id, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var known) && await Store.FindAsync(known, cancellationToken) is { Document.Report: var json } ? CallReport.Parse(json) : null;
}
