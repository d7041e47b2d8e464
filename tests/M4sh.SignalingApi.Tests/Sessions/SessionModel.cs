using System.Net;
using M4sh.Contracts.Sessions;

namespace M4sh.SignalingApi.Tests.Sessions;

/// <summary>What a session comes to, as simply as it can be said: the model that the service is compared with.</summary>
internal sealed class SessionModel(string creator)
{
    private readonly HashSet<string> _present = [];
    private readonly HashSet<string> _known = [creator];
    private readonly HashSet<string> _joined = [];

    public SessionStatus Status { get; private set; }

    public EndReason? EndReason { get; private set; }

    public IEnumerable<string> Present => _present.Order(StringComparer.Ordinal);

    public bool Sees(string user) => _known.Contains(user);

    public HttpStatusCode Join(string user)
    {
        if (Status == SessionStatus.Ended)
            return HttpStatusCode.Gone;
        if (!_present.Contains(user) && _present.Count == Session.Places)
            return HttpStatusCode.Conflict;

        _present.Add(user);
        _known.Add(user);
        _joined.Add(user);
        if (_present.Count == Session.Places && Status == SessionStatus.Waiting)
            Status = SessionStatus.Connecting;

        return HttpStatusCode.OK;
    }

    public HttpStatusCode Leave(string user)
    {
        if (!Sees(user))
            return HttpStatusCode.NotFound;
        if (!_joined.Contains(user))
            return HttpStatusCode.Forbidden;

        if (_present.Remove(user) && _present.Count == 0)
            (Status, EndReason) = (SessionStatus.Ended, Contracts.Sessions.EndReason.Hangup);

        return HttpStatusCode.OK;
    }

    /// <returns>Whether the report is taken.</returns>
    public bool Report(string user, PeerConnectionState state)
    {
        if (Status == SessionStatus.Ended || !_present.Contains(user))
            return false;

        if (state == PeerConnectionState.Connected && Status == SessionStatus.Connecting)
            Status = SessionStatus.Connected;

        return true;
    }
}
