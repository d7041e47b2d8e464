using System.Collections.Concurrent;
using M4sh.Console.Access;

namespace M4sh.Console.Tests.Fakes;

internal sealed class FakeEndedLogins : IEndedLogins
{
    private readonly ConcurrentDictionary<string, bool> _ended = new();

    public Task EndAsync(string login)
    {
        _ended[login] = true;
        return Task.CompletedTask;
    }

    public Task<bool> IsEndedAsync(string login) => Task.FromResult(_ended.ContainsKey(login));
}
