using System.Text.Json;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.Contracts.Tokens;

namespace M4sh.Contracts.Tests.Json;

/// <summary>PROTOCOL.md §4, §5 and §7, byte by byte.</summary>
public sealed class MessageShapeTests
{
    private const string Id = "0195b6a0-0000-7000-8000-000000000001";

    private const string AdaJson =
        """{"user_id":"ada","display_name":"Ada","role":"host","polite":false,"connection_state":"connected","audio_muted":true,"video_muted":false,"nat_type":"relay_only","candidate_pair":{"local":"host"},"joined_at":"2026-03-10T12:00:00+00:00","left_at":null}""";

    private const string BobJson =
        """{"user_id":"bob","display_name":null,"role":"guest","polite":true,"connection_state":"new","audio_muted":false,"video_muted":false,"nat_type":null,"candidate_pair":null,"joined_at":"2026-03-10T12:00:00+00:00","left_at":null}""";

    private const string SessionJson =
        $$$"""{"id":"{{{Id}}}","lesson_id":"lesson-1","status":"connected","created_by":"ada","created_at":"2026-03-10T12:00:00+00:00","connected_at":null,"ended_at":null,"end_reason":"ended_by_host","max_participants":2,"participants":[{{{AdaJson}}}],"metadata":{"room":7}}""";

    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private static readonly RtcIceCandidateInit Candidate = new() { Candidate = "candidate:1 1 udp 1 192.0.2.1 9 typ host", SdpMid = "0", SdpMLineIndex = 0, UsernameFragment = "uf" };

    private const string CandidateJson =
        """{"candidate":"candidate:1 1 udp 1 192.0.2.1 9 typ host","sdpMid":"0","sdpMLineIndex":0,"usernameFragment":"uf"}""";

    private static readonly RtcIceServer Turn = new() { Urls = ["turn:t.example"], Username = "1:ada", Credential = "c" };

    private const string TurnJson = """{"urls":["turn:t.example"],"username":"1:ada","credential":"c"}""";

    private static readonly Participant Ada = new()
    {
        UserId = "ada", DisplayName = "Ada", Role = ParticipantRole.Host, Polite = false, ConnectionState = PeerConnectionState.Connected,
        AudioMuted = true, VideoMuted = false, NatType = NatType.RelayOnly, CandidatePair = Element("""{"local":"host"}"""), JoinedAt = Noon,
    };

    private static readonly Participant Bob = new()
    {
        UserId = "bob", Role = ParticipantRole.Guest, Polite = true, ConnectionState = PeerConnectionState.New,
        AudioMuted = false, VideoMuted = false, JoinedAt = Noon,
    };

    private static readonly Session Call = new()
    {
        Id = Guid.Parse(Id), LessonId = "lesson-1", Status = SessionStatus.Connected, CreatedBy = "ada", CreatedAt = Noon,
        EndReason = EndReason.EndedByHost, Participants = [Ada], Metadata = Element("""{"room":7}"""),
    };

    private static readonly (object Message, string Json)[] Shapes =
    [
        (new JoinMessage(), "{}"),
        (new JoinMessage { Id = "1", Epoch = "e", LastSeq = 7 }, """{"epoch":"e","last_seq":7,"id":"1"}"""),
        (new LeaveMessage { Reason = "bye" }, """{"reason":"bye"}"""),
        (new OfferMessage { Sdp = "v=0" }, """{"sdp":"v=0"}"""),
        (new OfferMessage { Sdp = "v=0", TargetUserId = "bob", Id = "1" }, """{"sdp":"v=0","target_user_id":"bob","id":"1"}"""),
        (new AnswerMessage { Sdp = "v=0", OfferSeq = 1 }, """{"sdp":"v=0","offer_seq":1}"""),
        (new IceCandidateMessage { Candidate = Candidate }, $$"""{"candidate":{{CandidateJson}}}"""),
        (new IceCandidateMessage { Candidate = null }, """{"candidate":null}"""),
        (new IceCandidateMessage { Candidates = [Candidate, null] }, $$"""{"candidates":[{{CandidateJson}},null]}"""),
        (new MuteMessage { Kind = MediaPermission.ScreenShare }, """{"kind":"screen_share"}"""),
        (new ConnectionStateMessage { State = PeerConnectionState.Failed, NatType = NatType.Symmetric, CandidatePair = Element("""{"a":1}""") },
            """{"state":"failed","candidate_pair":{"a":1},"nat_type":"symmetric"}"""),
        (new OfferRelay { Sdp = "v=0", FromUserId = "ada", Seq = 1 }, """{"sdp":"v=0","from_user_id":"ada","seq":1}"""),
        (new AnswerRelay { Sdp = "v=0", OfferSeq = 1, FromUserId = "bob", Seq = 2 }, """{"sdp":"v=0","offer_seq":1,"from_user_id":"bob","seq":2}"""),
        (new IceCandidateRelay { Candidate = null, FromUserId = "ada", Seq = 3 }, """{"candidate":null,"from_user_id":"ada","seq":3}"""),
        (new IceCandidateRelay { Candidates = [Candidate], FromUserId = "ada", Seq = 3 }, $$"""{"candidates":[{{CandidateJson}}],"from_user_id":"ada","seq":3}"""),
        (new MuteRelay { Kind = MediaPermission.Audio, FromUserId = "ada", Seq = 4 }, """{"kind":"audio","from_user_id":"ada","seq":4}"""),
        (new Ack { Id = "1", Seq = 5 }, """{"id":"1","seq":5}"""),
        (new Ack(), "{}"),
        (new PeerLeft { UserId = "bob", Reason = null }, """{"user_id":"bob","reason":null}"""),
        (new PeerPresence { UserId = "bob" }, """{"user_id":"bob"}"""),
        (new PeerJoined { UserId = "bob", Participant = Bob, Epoch = "e", Restarted = true }, $$"""{"user_id":"bob","participant":{{BobJson}},"epoch":"e","restarted":true}"""),
        (new SessionStateMessage { Status = SessionStatus.Ended, EndReason = EndReason.IceFailed }, """{"status":"ended","end_reason":"ice_failed"}"""),
        (new SessionStateMessage { Status = SessionStatus.Waiting }, """{"status":"waiting"}"""),
        (new QualityRecommendation { Quality = QualityLevel.Good, Recommendation = VideoRecommendation.P480, Mos = 3.99, Reasons = ["rtt_ms"] },
            """{"quality":"good","recommendation":"480p","mos":3.99,"reasons":["rtt_ms"]}"""),
        (new DisconnectMessage { Action = DisconnectAction.Rejoin, Reason = "r" }, """{"action":"rejoin","reason":"r"}"""),
        (new JoinedMessage
        {
            Session = Call, Self = Bob, Polite = true, Peers = [Ada], Permissions = [MediaPermission.Audio, MediaPermission.Video], IceServers = [Turn],
            IceServersExpiresAt = Noon, IceCandidateTimeout = 10, Epoch = "e", Seq = 2, Resumed = false,
            Negotiation = new() { Offer = new() { Sdp = "v=0", FromUserId = "ada", Seq = 1 }, Candidates = [new() { Candidate = Candidate, FromUserId = "ada", Seq = 2 }] },
        },
            $$$"""{"session":{{{SessionJson}}},"self":{{{BobJson}}},"polite":true,"peers":[{{{AdaJson}}}],"permissions":["audio","video"],"ice_servers":[{{{TurnJson}}}],"ice_servers_expires_at":"2026-03-10T12:00:00+00:00","ice_candidate_timeout":10,"epoch":"e","seq":2,"resumed":false,"negotiation":{"offer":{"sdp":"v=0","from_user_id":"ada","seq":1},"candidates":[{"candidate":{{{CandidateJson}}},"from_user_id":"ada","seq":2}]}}"""),
        (new JoinSessionResponse
        {
            Session = Call, Participant = Bob, Token = "t", TokenExpiresAt = Noon, Permissions = [MediaPermission.ScreenShare], IceServers = [Turn],
            IceServersExpiresAt = Noon, IceCandidateTimeout = 10, Polite = true, WebsocketUrl = "ws://h/", HubUrl = "http://h/",
        },
            $$"""{"session":{{SessionJson}},"participant":{{BobJson}},"token":"t","token_expires_at":"2026-03-10T12:00:00+00:00","permissions":["screen_share"],"ice_servers":[{{TurnJson}}],"ice_servers_expires_at":"2026-03-10T12:00:00+00:00","ice_candidate_timeout":10,"polite":true,"websocket_url":"ws://h/","hub_url":"http://h/"}"""),
        (new IceServersResponse { IceServers = [new() { Urls = ["stun:s.example"] }], Ttl = 3600, ExpiresAt = Noon, IceCandidateTimeout = 2.5, IceTransportPolicy = IceTransportPolicy.Relay },
            """{"ice_servers":[{"urls":["stun:s.example"]}],"ttl":3600,"expires_at":"2026-03-10T12:00:00+00:00","ice_candidate_timeout":2.5,"ice_transport_policy":"relay"}"""),
        (new TokenResponse { Token = "t", TokenExpiresAt = Noon, Permissions = [] }, """{"token":"t","token_expires_at":"2026-03-10T12:00:00+00:00","permissions":[]}"""),
        (new SessionPage { Items = [Call], NextCursor = "c" }, $$"""{"items":[{{SessionJson}}],"next_cursor":"c"}"""),
        (new SessionPage { Items = [] }, """{"items":[]}"""),
        (new QualityAssessment(QualityLevel.Excellent, VideoRecommendation.P720, 4.41), """{"quality":"excellent","recommendation":"720p","mos":4.41}"""),
        (new QosSample { RttMs = 1.5, PacketLossPct = 0, JitterMs = 2 }, """{"rtt_ms":1.5,"packet_loss_pct":0,"jitter_ms":2}"""),
        (new QosSample
        {
            RttMs = 1.5, PacketLossPct = 0, JitterMs = 2, Id = "s", RecordedAt = Noon, Kind = MediaKind.Video, Direction = StreamDirection.Inbound, BitrateKbps = 900,
            FramesPerSecond = 30, FreezeCount = 1, AudioLevel = 0.5, FrameWidth = 320, FrameHeight = 240, CandidateType = IceCandidateType.Srflx,
        },
            """{"rtt_ms":1.5,"packet_loss_pct":0,"jitter_ms":2,"id":"s","recorded_at":"2026-03-10T12:00:00+00:00","kind":"video","direction":"inbound","bitrate_kbps":900,"frames_per_second":30,"freeze_count":1,"audio_level":0.5,"frame_width":320,"frame_height":240,"candidate_type":"srflx"}"""),
        (new QosBatch { Samples = [new() { RttMs = 1, PacketLossPct = 2, JitterMs = 3 }] }, """{"samples":[{"rtt_ms":1,"packet_loss_pct":2,"jitter_ms":3}]}"""),
        (new ProblemResponse { Title = "Full", Status = 409, Detail = "d", Code = ErrorCodes.SessionFull }, """{"title":"Full","status":409,"detail":"d","code":"session_full"}"""),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Shapes.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Message_Written_IsTheContractsJson(int number)
    {
        var (message, json) = Shapes[number];

        Assert.Equal(json, JsonSerializer.Serialize(message, message.GetType(), M4shJson.Options));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Message_ReadAndWritten_IsTheSame(int number)
    {
        var (message, json) = Shapes[number];

        var read = JsonSerializer.Deserialize(json, message.GetType(), M4shJson.Options);

        Assert.Equal(json, JsonSerializer.Serialize(read, message.GetType(), M4shJson.Options));
    }

    private static JsonElement Element(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
