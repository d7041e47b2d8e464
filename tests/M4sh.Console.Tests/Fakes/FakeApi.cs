using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Tokens;
using Microsoft.AspNetCore.WebUtilities;

namespace M4sh.Console.Tests.Fakes;

/// <summary>The REST API and the health pages, as far as the console asks them. Answers as one session would.</summary>
internal sealed class FakeApi : HttpMessageHandler, IHttpClientFactory
{
    public static readonly Guid SessionId = Guid.Parse("01980000-0000-7000-8000-000000000001");
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private const string AnyQuery = "? ";

    private readonly ConcurrentDictionary<string, (HttpStatusCode Status, string Body)> _refusals = new();
    private readonly ConcurrentDictionary<string, Participant> _participants = new();
    private int _left;

    /// <summary>What was asked, but for the live stream.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public FakeLiveStream Stream { get; } = new();

    /// <summary>Nothing is answered before it is done.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public List<Session> Live { get; } = [];

    /// <summary>In the timeline besides what the participants did.</summary>
    public List<SessionEvent> Events { get; } = [];

    /// <summary>With it, what one session and its ending answer.</summary>
    public Session? One { get; set; }

    /// <summary>What a list answers as the next page's cursor, where it was asked for without one.</summary>
    public string? NextCursor { get; set; }

    /// <summary>What who joins is given.</summary>
    public IReadOnlyList<RtcIceServer> IceServers { get; set; } = [new() { Urls = ["stun:stun.example"] }];

    /// <summary>Every page has <see cref="NextCursor"/>.</summary>
    public bool EndlessList { get; set; }

    public QualityReport Report { get; set; } = new()
    {
        From = Start,
        To = Start,
        Samples = 0,
        Overall = new() { Samples = 0 },
        Participants = new Dictionary<string, QualitySummary>(),
        Series = [],
    };

    public string Health { get; set; } = """{"status":"healthy","checks":{"postgres":{"status":"healthy"},"redis":{"status":"healthy"}}}""";

    public QualityOverview Quality { get; set; } = new()
    {
        From = Start,
        To = Start,
        Samples = 1234,
        Overall = new() { Samples = 1234, RttMs = new(50, 1, 300, 42, 250, 290) },
        Series = [],
        Sessions = new Dictionary<SessionStatus, long> { [SessionStatus.Ended] = 17 },
    };

    public static Session SessionWith(SessionStatus status, params IReadOnlyList<Participant> participants) => new()
    {
        Id = SessionId,
        Status = status,
        CreatedBy = "somebody",
        CreatedAt = Start,
        ConnectedAt = Start,
        EndedAt = status == SessionStatus.Ended ? Start.AddSeconds(30) : null,
        EndReason = status == SessionStatus.Ended ? EndReason.Hangup : null,
        Participants = participants,
        Metadata = JsonSerializer.SerializeToElement(new { }),
    };

    /// <summary>Requests whose method and path end so are refused from here on.</summary>
    public void Refuse(string request, HttpStatusCode status, string code, string detail) =>
        _refusals[request] = (status, JsonSerializer.Serialize(new { title = code, status = (int)status, detail, code }));

    /// <summary>Requests to a path are refused from here on, whatever they ask.</summary>
    public void RefuseAll(string path, HttpStatusCode status, string code, string detail) => Refuse(AnyQuery + path, status, code, detail);

    public void Allow(string request) => _refusals.TryRemove(request, out _);

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false) { BaseAddress = new("http://signaling-api") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var line = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        if (line.EndsWith("/live/", StringComparison.Ordinal))
        {
            return await Stream.OpenAsync(cancellationToken);
        }

        Requests.Enqueue(line);
        await Gate.WaitAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var (refused, answer) in _refusals)
        {
            if (line.EndsWith(refused, StringComparison.Ordinal)
                || (refused.StartsWith(AnyQuery, StringComparison.Ordinal) && line.Split('?')[0].EndsWith(refused[AnyQuery.Length..], StringComparison.Ordinal)))
            {
                return Answer(answer.Status, answer.Body, "application/problem+json");
            }
        }

        return Answer(HttpStatusCode.OK, BodyFor(request), "application/json");
    }

    private string BodyFor(HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath.Replace("/api/v1/webrtc", "", StringComparison.Ordinal);
        var session = $"/sessions/{SessionId}";
        return (request.Method.Method, path) switch
        {
            (_, "/health") => Health,
            ("POST", "/sessions/") => Json(SessionWith(SessionStatus.Waiting)),
            ("GET", "/sessions/") => Json(PageFor(request)),
            ("GET", "/quality/") => Json(Quality),
            ("POST", var join) when join == session + "/join/" => Json(Join(UserOf(request))),
            ("POST", var token) when token == session + "/token/" => Json(new TokenResponse { Token = "brief", TokenExpiresAt = Start.AddMinutes(1), Permissions = [] }),
            ("POST", var leave) when leave == session + "/leave/" =>
                Json(SessionWith(Interlocked.Increment(ref _left) < 2 ? SessionStatus.Connected : SessionStatus.Ended)),
            ("GET", var events) when events == session + "/events/" => Json(new SessionTimeline { Items = [.. _participants.Keys.Select(Event), .. Events] }),
            ("GET", var report) when report == session + "/report/" => $"report {request.RequestUri.Query}",
            ("GET", var one) when one == session + "/" => Json(One ?? SessionWith(SessionStatus.Connected, [.. _participants.Values])),
            ("GET", var quality) when quality == session + "/quality/" => Json(Report),
            ("POST", var token) when token == session + "/token/revoke/" || token == session + "/token/allow/" => "",
            ("POST", var end) when end == session + "/end/" => Json(One = SessionWith(SessionStatus.Ended)),
            _ => throw new InvalidOperationException($"Nobody expected {request.Method} {path}."),
        };
    }

    private static SessionEvent Event(string userId) =>
        new() { At = Start, Type = "signaling_connected", UserId = userId, Replica = $"replica of {userId[..7]}" };

    // Impolite is whoever created the session: the host.
    private JoinSessionResponse Join(string userId)
    {
        var polite = userId.StartsWith("qa-guest", StringComparison.Ordinal);
        var participant = _participants[userId] = new()
        {
            UserId = userId,
            DisplayName = polite ? "QA guest" : "QA host",
            Role = polite ? ParticipantRole.Guest : ParticipantRole.Host,
            Polite = polite,
            ConnectionState = PeerConnectionState.New,
            AudioMuted = false,
            VideoMuted = false,
            JoinedAt = Start,
        };
        return new()
        {
            Session = SessionWith(SessionStatus.Connecting, participant),
            Participant = participant,
            Token = $"token of {userId}",
            TokenExpiresAt = Start.AddHours(1),
            Permissions = [],
            IceServers = IceServers,
            IceServersExpiresAt = Start.AddHours(1),
            IceCandidateTimeout = 10,
            Polite = polite,
            WebsocketUrl = "ws://localhost/ws",
            HubUrl = "http://localhost/hubs/signaling",
        };
    }

    private SessionPage PageFor(HttpRequestMessage request)
    {
        var asked = QueryHelpers.ParseQuery(request.RequestUri!.Query);
        return new()
        {
            Items = [.. Live.Where(each => Fits("status", each.Status.ToString()) && Fits("lesson_id", each.LessonId))],
            NextCursor = asked.ContainsKey("cursor") && !EndlessList ? null : NextCursor,
        };

        bool Fits(string name, string? value) => !asked.TryGetValue(name, out var wanted) || string.Equals(wanted, value, StringComparison.OrdinalIgnoreCase);
    }

    private static string UserOf(HttpRequestMessage request)
    {
        var payload = request.Headers.Authorization!.Parameter!.Split('.')[1].Replace('-', '+').Replace('_', '/');
        using var claims = JsonDocument.Parse(Convert.FromBase64String(payload.PadRight((payload.Length + 3) / 4 * 4, '=')));
        return claims.RootElement.GetProperty("sub").GetString()!;
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, M4shJson.Options);

    private static HttpResponseMessage Answer(HttpStatusCode status, string body, string type) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, type) };
}
