using M4sh.Console.Problems;
using M4sh.Console.Runs;
using Microsoft.AspNetCore.Components;

namespace M4sh.Console.Components.Runs;

/// <summary>What is shown is in the address alone: it can be kept, sent, and gone back to.</summary>
public sealed partial class TestRunsPage
{
    private readonly CancellationTokenSource _left = new();
    private readonly List<Guid> _chosen = [];
    private (TestRunFilter Filter, Guid? Older, Guid? Newer)? _shown;
    private TestRunFilter _filter = new();
    private TestRunPage? _page;
    private IReadOnlyList<TestRun>? _batch;
    private Problem? _problem;

    [SupplyParameterFromQuery(Name = RunAddress.Result)]
    public string? Result { get; set; }

    [SupplyParameterFromQuery(Name = RunAddress.Profile)]
    public string? Profile { get; set; }

    [SupplyParameterFromQuery(Name = RunAddress.Network)]
    public string? Network { get; set; }

    [SupplyParameterFromQuery(Name = RunAddress.Batch)]
    public string? Batch { get; set; }

    [SupplyParameterFromQuery(Name = RunAddress.Older)]
    public string? Older { get; set; }

    [SupplyParameterFromQuery(Name = RunAddress.Newer)]
    public string? Newer { get; set; }

    private Guid? OlderThan => IdOf(Older);

    private Guid? NewerThan => IdOf(Newer);

    private bool IsLoading { get; set; }

    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
    }

    protected override Task OnParametersSetAsync()
    {
        // What an address has that is no such value is as if it were not there.
        _filter = new(Result switch { "passed" => true, "failed" => false, _ => null }, Empty(Profile), Empty(Network), IdOf(Batch));
        var asked = (_filter, OlderThan, NewerThan);
        if (asked == _shown)
        {
            return Task.CompletedTask;
        }

        _shown = asked;
        _chosen.Clear();
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        var (asked, left) = (_shown, _left.Token);
        (IsLoading, _problem, _page, _batch) = (true, null, null, null);
        try
        {
            var page = await Store.ListAsync(_filter, OlderThan, NewerThan, left);
            var batch = _filter.Batch is { } id ? await Store.BatchAsync(id, left) : null;
            if (asked == _shown)
            {
                (_page, _batch, IsLoading) = (page, batch, false);
            }
        }
        catch (ProblemException exception)
        {
            if (asked == _shown)
            {
                (_problem, IsLoading) = (exception.Problem, false);
            }
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    private void Choose((Guid Id, bool IsChosen) choice)
    {
        _chosen.Remove(choice.Id);
        if (choice.IsChosen)
        {
            _chosen.Add(choice.Id);
        }
    }

    private static string? Empty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static Guid? IdOf(string? text) => Guid.TryParse(text, out var id) ? id : null;
}
