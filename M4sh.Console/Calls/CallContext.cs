using System.Text.Json;
using M4sh.Client;
using M4sh.Console.Access;
using M4sh.Console.Network;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Calls;

/// <summary>What a test call needs of the console.</summary>
public sealed partial class CallContext(
    PlatformClients clients, ICallSignalingFactory signalings, UdpRelays relays, ICallArchive archive, TimeProvider time, ILogger<TestCall> logger)
{
    private static readonly JsonElement Metadata = JsonSerializer.SerializeToElement(new { source = "console", kind = "test_call" });

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    public UdpRelays Relays => relays;

    public ICallArchive Archive => archive;

    /// <summary>Users of their own for each call, so that calls never share a rate limit.</summary>
    public CallSide Side(ParticipantRole role, CallPlan plan, string callId, ICallObserver call, CancellationToken lifetime)
    {
        var user = new PlatformUser(UserId(role, callId), $"QA {CallSteps.Name(role)}");
        return new(role, plan, user, clients.For(user), signalings, call, time, lifetime);
    }

    public static string UserId(ParticipantRole role, string callId) => $"qa-{CallSteps.Name(role)}-{callId}";

    /// <param name="user">Whose session it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="invitee">Who alone may join it; null: whoever knows its id.</param>
    public Task<Session> CreateSessionAsync(PlatformUser user, CancellationToken cancellationToken, string? invitee = null) =>
        clients.For(user).CreateSessionAsync(new() { Metadata = Metadata, Invitees = invitee is null ? null : [invitee] }, cancellationToken);

    /// <param name="host">Who created the session.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="userId">Whose tokens end; it stays out until it is let in.</param>
    public Task RemoveAsync(PlatformUser host, Guid sessionId, string userId) => clients.For(host).RevokeUserAsync(sessionId, userId);

    /// <summary>Lets in who was removed, as only an admin may.</summary>
    public Task LetInAsync(Guid sessionId, string userId) => clients.For(PlatformUser.Console).AllowUserAsync(sessionId, userId);

    /// <summary>Opens the way to the API, so that the first call does not wait for it; a failure shows when a call is made.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            var api = clients.For(PlatformUser.Console);
            await Task.WhenAll(Enumerable.Range(0, Session.Places)
                .Select(_ => api.ListSessionsAsync(limit: 1, cancellationToken: cancellationToken)));
        }
        catch (M4shApiException exception)
        {
            Log.NotPrepared(logger, exception);
        }
    }

    public Task<SessionTimeline> GetEventsAsync(PlatformUser user, Guid sessionId, CancellationToken cancellationToken) =>
        clients.For(user).GetEventsAsync(sessionId, cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The API could not be asked ahead of a call.")]
        public static partial void NotPrepared(ILogger logger, Exception exception);
    }
}
