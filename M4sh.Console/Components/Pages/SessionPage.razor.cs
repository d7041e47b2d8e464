using M4sh.Client;
using M4sh.Console.Access;
using M4sh.Console.Feeds;
using M4sh.Console.Problems;
using M4sh.Console.Sessions;
using M4sh.Contracts.Sessions;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace M4sh.Console.Components.Pages;

public sealed partial class SessionPage
{
    private const string EndText = "ended in the console";

    private readonly CancellationTokenSource _left = new();
    private FeedWatch<SessionSnapshot>? _watch;
    private Guid _watched;
    private Problem? _endProblem;
    private bool _ending;

    [Parameter]
    public Guid Id { get; set; }

    private SessionSnapshot? Snapshot => _watch?.Current;

    private Session? Session => Snapshot?.Session;

    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync();
        _watch?.Dispose();
        _left.Dispose();
    }

    protected override void OnParametersSet()
    {
        if (_watch is not null && _watched == Id)
        {
            return;
        }

        _watch?.Dispose();
        (_watched, _endProblem) = (Id, null);
        _watch = Feeds.Sessions.Watch(Id, () => _ = InvokeAsync(StateHasChanged));
    }

    private async Task EndAsync()
    {
        var (id, watch) = (_watched, _watch!);
        var sure = await Dialogs.ShowMessageBoxAsync(
            "End this session?",
            "Both participants are disconnected at once, and nobody can join it again.",
            yesText: "End session",
            cancelText: "Keep it",
            options: new() { CloseOnEscapeKey = true });
        if (sure != true)
        {
            return;
        }

        (_ending, _endProblem) = (true, null);
        try
        {
            await Clients.For(PlatformUser.Console).EndSessionAsync(id, EndText, _left.Token);
            await watch.RefreshAsync(_left.Token);
        }
        catch (M4shApiException exception)
        {
            _endProblem = Problem.From(exception);
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // The page was left; the session ends all the same.
        }
        finally
        {
            _ending = false;
        }
    }
}
