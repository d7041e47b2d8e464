using System.Text.Json;
using M4sh.Console.Access;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Calls;

/// <summary>What a test call needs of the console.</summary>
public sealed class CallContext(
    PlatformClients clients, ICallSignalingFactory signalings, TimeProvider time, ILogger<TestCall> logger)
{
    private static readonly JsonElement Metadata = JsonSerializer.SerializeToElement(new { source = "console", kind = "test_call" });

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    /// <summary>Users of their own for each call, so that calls never share a rate limit.</summary>
    public CallSide Side(ParticipantRole role, string callId, ICallObserver call, CancellationToken lifetime)
    {
        var name = CallSteps.Name(role);
        var user = new PlatformUser($"qa-{name}-{callId}", $"QA {name}");
        return new(role, user, clients.For(user), signalings, call, time, lifetime);
    }

    public Task<Session> CreateSessionAsync(PlatformUser user, CancellationToken cancellationToken) =>
        clients.For(user).CreateSessionAsync(new() { Metadata = Metadata }, cancellationToken);

    public Task<SessionTimeline> GetEventsAsync(PlatformUser user, Guid sessionId, CancellationToken cancellationToken) =>
        clients.For(user).GetEventsAsync(sessionId, cancellationToken);
}
