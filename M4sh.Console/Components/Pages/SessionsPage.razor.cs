using M4sh.Console.Components.Sessions;
using M4sh.Console.Feeds;
using M4sh.Console.Sessions;
using M4sh.Contracts.Sessions;
using Microsoft.AspNetCore.Components;

namespace M4sh.Console.Components.Pages;

/// <summary>What is shown is in the address alone: it can be kept, sent, and gone back to.</summary>
public sealed partial class SessionsPage
{
    private SessionListQuery _query = new();
    private FeedWatch<SessionListSnapshot>? _watch;

    [SupplyParameterFromQuery(Name = SessionAddress.Text)]
    public string? Text { get; set; }

    [SupplyParameterFromQuery(Name = SessionAddress.Status)]
    public string? StatusName { get; set; }

    [SupplyParameterFromQuery(Name = SessionAddress.Cursor)]
    public string[]? Cursors { get; set; }

    private SessionListSnapshot? Snapshot => _watch?.Current;

    private string[] Trail => Cursors ?? [];

    public void Dispose() => _watch?.Dispose();

    protected override void OnParametersSet()
    {
        var query = new SessionListQuery(StatusOf(StatusName), string.IsNullOrWhiteSpace(Text) ? null : Text.Trim(), Trail.LastOrDefault());
        if (_watch is not null && query == _query)
        {
            return;
        }

        _watch?.Dispose();
        _query = query;
        _watch = Feeds.Lists.Watch(query, () => _ = InvokeAsync(StateHasChanged));
    }

    private static SessionStatus? StatusOf(string? name) =>
        Enum.TryParse<SessionStatus>(name, ignoreCase: true, out var status) && Enum.IsDefined(status) ? status : null;
}
