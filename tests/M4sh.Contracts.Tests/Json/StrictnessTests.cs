using System.Text.Json;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.Contracts.Tokens;

namespace M4sh.Contracts.Tests.Json;

/// <summary>PROTOCOL.md §1: unknown members are ignored; wrong types, missing and duplicate members are errors.</summary>
public sealed class StrictnessTests
{
    [Fact]
    public void UnknownMember_Read_IsIgnored() =>
        Assert.Equal("v=0", Read<OfferMessage>("""{"sdp":"v=0","colour":{"a":[1]},"Sdp":"other"}""").Sdp);

    [Theory]
    [InlineData(typeof(OfferMessage), "{}")]
    [InlineData(typeof(OfferMessage), """{"sdp":null}""")]
    [InlineData(typeof(OfferMessage), """{"sdp":7}""")]
    [InlineData(typeof(OfferMessage), """{"SDP":"v=0"}""")]
    [InlineData(typeof(OfferMessage), """{"sdp":"v=0","sdp":"v=0"}""")]
    [InlineData(typeof(OfferMessage), """{"sdp":"v=0","target_user_id":7}""")]
    [InlineData(typeof(OfferMessage), """["v=0"]""")]
    [InlineData(typeof(OfferMessage), """{"sdp":"v=0"} {}""")]
    [InlineData(typeof(OfferMessage), """{"sdp":"v=0",}""")]
    [InlineData(typeof(AnswerMessage), """{"sdp":"v=0","offer_seq":"1"}""")]
    [InlineData(typeof(AnswerMessage), """{"sdp":"v=0","offer_seq":1.5}""")]
    [InlineData(typeof(JoinMessage), """{"last_seq":"1"}""")]
    [InlineData(typeof(JoinMessage), """{"id":1}""")]
    [InlineData(typeof(MuteMessage), "{}")]
    [InlineData(typeof(MuteMessage), """{"kind":0}""")]
    [InlineData(typeof(MuteMessage), """{"kind":"0"}""")]
    [InlineData(typeof(MuteMessage), """{"kind":null}""")]
    [InlineData(typeof(MuteMessage), """{"kind":"smell"}""")]
    [InlineData(typeof(MuteMessage), """{"kind":"ScreenShare"}""")]
    [InlineData(typeof(MuteMessage), """{"kind":"audio,video"}""")]
    [InlineData(typeof(ConnectionStateMessage), """{"state":2}""")]
    [InlineData(typeof(IceCandidateMessage), """{"candidate":"candidate:1"}""")]
    [InlineData(typeof(IceCandidateMessage), """{"candidate":{}}""")]
    [InlineData(typeof(IceCandidateMessage), """{"candidate":{"candidate":null}}""")]
    [InlineData(typeof(IceCandidateMessage), """{"candidate":{"candidate":"","sdpMLineIndex":"0"}}""")]
    [InlineData(typeof(IceCandidateMessage), """{"candidate":{"candidate":"","candidate":""}}""")]
    [InlineData(typeof(IceCandidateMessage), """{"candidate":null,"candidate":null}""")]
    [InlineData(typeof(IceCandidateMessage), """{"candidates":{}}""")]
    [InlineData(typeof(QosSample), """{"rtt_ms":1,"packet_loss_pct":0}""")]
    [InlineData(typeof(QosSample), """{"rtt_ms":"1","packet_loss_pct":0,"jitter_ms":0}""")]
    [InlineData(typeof(QosSample), """{"rtt_ms":null,"packet_loss_pct":0,"jitter_ms":0}""")]
    [InlineData(typeof(QosSample), """{"rtt_ms":NaN,"packet_loss_pct":0,"jitter_ms":0}""")]
    [InlineData(typeof(QosSample), """{"rtt_ms":"NaN","packet_loss_pct":0,"jitter_ms":0}""")]
    [InlineData(typeof(QosSample), """{"rtt_ms":1,"rtt_ms":1,"packet_loss_pct":0,"jitter_ms":0}""")]
    [InlineData(typeof(QosSample), """{"rtt_ms":1,"packet_loss_pct":0,"jitter_ms":0,"freeze_count":1.5}""")]
    [InlineData(typeof(QosSample), """{"rtt_ms":1,"packet_loss_pct":0,"jitter_ms":0,"recorded_at":"yesterday"}""")]
    [InlineData(typeof(QosSample), """{"rtt_ms":1,"packet_loss_pct":0,"jitter_ms":0,"kind":"screen_share"}""")]
    [InlineData(typeof(QosBatch), "{}")]
    [InlineData(typeof(QosBatch), """{"samples":null}""")]
    [InlineData(typeof(CreateSessionRequest), """{"lesson_id":1}""")]
    [InlineData(typeof(CreateSessionRequest), """{"invitees":"ada"}""")]
    [InlineData(typeof(CreateSessionRequest), """{"permissions":{"host":["smell"]}}""")]
    [InlineData(typeof(IssueTokenRequest), """{"ttl":60.5}""")]
    [InlineData(typeof(DevTokenRequest), "{}")]
    public void Malformed_Read_IsRefused(Type type, string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, type, M4shJson.Options));

    [Fact]
    public void Nesting_AtTheLimit_IsReadAndBeyondItIsRefused()
    {
        Assert.NotNull(Read<CreateSessionRequest>($$"""{"metadata":{{Nested(M4shJson.MaxDepth - 1)}}}"""));
        Assert.Throws<JsonException>(() => Read<CreateSessionRequest>($$"""{"metadata":{{Nested(M4shJson.MaxDepth)}}}"""));
    }

    [Fact]
    public void Candidate_NullOrMissing_AreToldApart()
    {
        Assert.True(Read<IceCandidateMessage>("""{"candidate":null}""").HasCandidate);
        Assert.False(Read<IceCandidateMessage>("""{"candidates":[null]}""").HasCandidate);
        Assert.False(Read<IceCandidateMessage>("{}").HasCandidate);
    }

    [Fact]
    public void Candidate_Relayed_IsAsSent()
    {
        foreach (var sent in new[] { """{"candidate":null}""", """{"candidates":[null]}""", """{"candidate":{"candidate":"c","sdpMid":"0"}}""" })
        {
            var relay = IceCandidateRelay.Of(Read<IceCandidateMessage>(sent), "ada", 1);

            Assert.Equal(sent[..^1] + ""","from_user_id":"ada","seq":1}""", JsonSerializer.Serialize(relay, M4shJson.Options));
        }
    }

    [Fact]
    public void Enum_AsAKey_IsTheContractsName()
    {
        const string Json = """{"waiting":1,"ended":2}""";

        var counts = Read<IReadOnlyDictionary<SessionStatus, long>>(Json);

        Assert.Equal(2, counts[SessionStatus.Ended]);
        Assert.Equal(Json, JsonSerializer.Serialize(counts, M4shJson.Options));
        Assert.Throws<JsonException>(() => Read<IReadOnlyDictionary<SessionStatus, long>>("""{"Ended":1}"""));
    }

    [Theory]
    [InlineData(VideoRecommendation.P720, "720p")]
    [InlineData(VideoRecommendation.P480, "480p")]
    [InlineData(VideoRecommendation.P240, "240p")]
    public void VideoRecommendation_Written_IsThePictureHeight(VideoRecommendation value, string name) => AssertName(value, name);

    [Theory]
    [InlineData(NatType.Unknown, "unknown")]
    [InlineData(NatType.Open, "open")]
    [InlineData(NatType.Cone, "cone")]
    [InlineData(NatType.Symmetric, "symmetric")]
    [InlineData(NatType.RelayOnly, "relay_only")]
    [InlineData(NatType.Blocked, "blocked")]
    public void NatType_Written_IsTheContractsName(NatType value, string name) => AssertName(value, name);

    [Theory]
    [InlineData(EndReason.Hangup, "hangup")]
    [InlineData(EndReason.EndedByHost, "ended_by_host")]
    [InlineData(EndReason.IceFailed, "ice_failed")]
    [InlineData(EndReason.Abandoned, "abandoned")]
    [InlineData(EndReason.Expired, "expired")]
    [InlineData(EndReason.TokenRevoked, "token_revoked")]
    [InlineData(EndReason.Admin, "admin")]
    public void EndReason_Written_IsTheContractsName(EndReason value, string name) => AssertName(value, name);

    private static void AssertName<TEnum>(TEnum value, string name)
    {
        Assert.Equal($"\"{name}\"", JsonSerializer.Serialize(value, M4shJson.Options));
        Assert.Equal(value, Read<TEnum>($"\"{name}\""));
    }

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private static TValue Read<TValue>(string json) => JsonSerializer.Deserialize<TValue>(json, M4shJson.Options)!;
}
