using System.Text.Json.Serialization;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Live;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Qos.Issues;
using M4sh.Contracts.Qos.Report;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.Contracts.Tokens;

namespace M4sh.Contracts.Json;

/// <summary>Source-generated JSON for every type of the contract. Use it through <see cref="M4shJson"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(Ack))]
[JsonSerializable(typeof(AllowUserRequest))]
[JsonSerializable(typeof(AnswerMessage))]
[JsonSerializable(typeof(AnswerRelay))]
[JsonSerializable(typeof(CallIssue))]
[JsonSerializable(typeof(CallReport))]
[JsonSerializable(typeof(ConnectionStateMessage))]
[JsonSerializable(typeof(CreateSessionRequest))]
[JsonSerializable(typeof(DevTokenRequest))]
[JsonSerializable(typeof(DevTokenResponse))]
[JsonSerializable(typeof(DisconnectMessage))]
[JsonSerializable(typeof(EndSessionRequest))]
[JsonSerializable(typeof(ErrorMessage))]
[JsonSerializable(typeof(IceCandidateMessage))]
[JsonSerializable(typeof(IceCandidateRelay))]
[JsonSerializable(typeof(IceServersResponse))]
[JsonSerializable(typeof(IceTimeoutMessage))]
[JsonSerializable(typeof(IssueTokenRequest))]
[JsonSerializable(typeof(IssueEvidence))]
[JsonSerializable(typeof(JoinMessage))]
[JsonSerializable(typeof(JoinSessionRequest))]
[JsonSerializable(typeof(JoinSessionResponse))]
[JsonSerializable(typeof(JoinedMessage))]
[JsonSerializable(typeof(LeaveMessage))]
[JsonSerializable(typeof(LiveQuality))]
[JsonSerializable(typeof(MuteMessage))]
[JsonSerializable(typeof(MuteRelay))]
[JsonSerializable(typeof(OfferMessage))]
[JsonSerializable(typeof(OfferRelay))]
[JsonSerializable(typeof(PeerJoined))]
[JsonSerializable(typeof(PeerLeft))]
[JsonSerializable(typeof(PeerPresence))]
[JsonSerializable(typeof(ProblemResponse))]
[JsonSerializable(typeof(QosBatch))]
[JsonSerializable(typeof(QosSample))]
[JsonSerializable(typeof(QualityAssessment))]
[JsonSerializable(typeof(QualityOverview))]
[JsonSerializable(typeof(QualityRecommendation))]
[JsonSerializable(typeof(QualityReport))]
[JsonSerializable(typeof(RefreshTokenRequest))]
[JsonSerializable(typeof(RevokeTokenRequest))]
[JsonSerializable(typeof(RollbackMessage))]
[JsonSerializable(typeof(RollbackRelay))]
[JsonSerializable(typeof(SessionPage))]
[JsonSerializable(typeof(SessionStateMessage))]
[JsonSerializable(typeof(SessionTimeline))]
[JsonSerializable(typeof(TokenExpiringMessage))]
[JsonSerializable(typeof(TokenResponse))]
public sealed partial class M4shJsonContext : JsonSerializerContext;
