using M4sh.Console.Invites;

namespace M4sh.Console.Tests.Fakes;

/// <summary>Invites that end only when they are withdrawn.</summary>
internal sealed class FakeInvites : IInvites
{
    private readonly Dictionary<string, InvitedCall> _calls = [];
    private readonly Dictionary<string, string> _browsers = [];

    public IReadOnlyDictionary<string, InvitedCall> Calls => _calls;

    /// <summary>No invite can be made, looked up or withdrawn.</summary>
    public bool IsAway { get; set; }

    public Task<Invite> CreateAsync(InvitedCall invited)
    {
        if (IsAway)
        {
            return Task.FromException<Invite>(Away());
        }

        var token = $"token-{_calls.Count + 1}";
        _calls[token] = invited;
        return Task.FromResult(new Invite(token, FakeApi.Start.AddMinutes(15)));
    }

    public Task<(InviteState State, InvitedCall? Call)> OpenAsync(string token, string browser)
    {
        if (IsAway)
        {
            return Task.FromException<(InviteState, InvitedCall?)>(Away());
        }

        if (!_calls.TryGetValue(token, out var call))
        {
            return Task.FromResult((InviteState.Unknown, (InvitedCall?)null));
        }

        _browsers.TryAdd(token, browser);
        return Task.FromResult(_browsers[token] == browser ? (InviteState.Open, call) : (InviteState.Taken, null));
    }

    public Task RevokeAsync(string token)
    {
        if (IsAway)
        {
            return Task.FromException(Away());
        }

        _calls.Remove(token);
        return Task.CompletedTask;
    }

    private static TimeoutException Away() => new("Redis does not answer.");
}
