using System.Text.Json;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos;
using M4sh.SignalingApi.Errors;
using Microsoft.AspNetCore.Http;
using Npgsql;
using StackExchange.Redis;

namespace M4sh.SignalingApi.Tests.Errors;

public sealed class ErrorTranslationTests
{
    public static TheoryData<Exception, string?> Exceptions => new()
    {
        { new M4shException(ErrorCodes.Glare, "Two offers."), ErrorCodes.Glare },
        { new InvalidOperationException("", new NpgsqlException()), ErrorCodes.Unavailable },
        { new RedisConnectionException(ConnectionFailureType.SocketFailure, ""), ErrorCodes.Unavailable },
        { new RedisTimeoutException("", CommandStatus.Sent), ErrorCodes.Unavailable },
        { new TimeoutException(), ErrorCodes.Unavailable },
        { new TaskCanceledException(), ErrorCodes.Unavailable },
        { new PostgresException("", "ERROR", "ERROR", "22021"), ErrorCodes.InvalidRequest },
        { new PostgresException("", "ERROR", "ERROR", "23514"), ErrorCodes.Unavailable },
        { new PostgresException("", "ERROR", "ERROR", "42601"), null },
        { new BadHttpRequestException("", 413), ErrorCodes.PayloadTooLarge },
        { new BadHttpRequestException(""), ErrorCodes.InvalidRequest },
        { new InvalidOperationException("secret"), null },
        { new JsonException("What is stored cannot be read.", "$.secret", null, null), null },
    };

    [Theory]
    [MemberData(nameof(Exceptions), DisableDiscoveryEnumeration = true)]
    public void Translate_Exception_TellsItsCode(Exception exception, string? code) =>
        Assert.Equal(code, ErrorTranslation.Translate(exception)?.Code);

    [Fact]
    public void Translate_Unavailable_SaysWhenToTryAgain() => Assert.NotNull(ErrorTranslation.Translate(new TimeoutException())?.RetryAfter);

    [Fact]
    public void Refusal_MissingMembers_NamesEachOne()
    {
        var exception = Assert.Throws<JsonException>(() =>
            JsonSerializer.Deserialize<QosBatch>("""{"samples": [{"rtt_ms": 1}]}""", M4shJson.Options));
        Assert.Equal(["samples[0].jitter_ms", "samples[0].packet_loss_pct"], exception.ToRefusal().Errors?.Keys);
    }
}
