using System.Reflection;
using M4sh.Contracts.Errors;

namespace M4sh.Contracts.Tests.Errors;

public sealed class ErrorCodesTests
{
    public static TheoryData<string> Codes => [.. typeof(ErrorCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(code => code.IsLiteral)
        .Select(code => (string)code.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void StatusOf_EveryCode_IsAClientErrorOrUnavailable(string code) =>
        Assert.True(ErrorCodes.StatusOf(code) is (>= 400 and < 500) or 503, code);

    [Theory]
    [InlineData("invalid_request", 400)]
    [InlineData("unauthorized", 401)]
    [InlineData("token_expired", 401)]
    [InlineData("token_revoked", 401)]
    [InlineData("forbidden", 403)]
    [InlineData("permission_denied", 403)]
    [InlineData("not_found", 404)]
    [InlineData("session_full", 409)]
    [InlineData("glare", 409)]
    [InlineData("session_ended", 410)]
    [InlineData("payload_too_large", 413)]
    [InlineData("rate_limited", 429)]
    [InlineData("unavailable", 503)]
    public void StatusOf_CodeOfTheContract_IsItsStatus(string code, int status)
    {
        Assert.Contains(code, Codes.Select(row => row.Data));
        Assert.Equal(status, ErrorCodes.StatusOf(code));
    }

    [Fact]
    public void StatusOf_UnknownCode_IsOurFault() => Assert.Equal(500, ErrorCodes.StatusOf("no_such_code"));

    [Theory]
    [MemberData(nameof(Codes))]
    public void OfStatus_StatusOfACode_IsACodeOfThatStatus(string code) =>
        Assert.Equal(ErrorCodes.StatusOf(code), ErrorCodes.StatusOf(ErrorCodes.OfStatus(ErrorCodes.StatusOf(code))));

    [Theory]
    [InlineData(401, "unauthorized")]
    [InlineData(405, "invalid_request")]
    [InlineData(409, "session_full")]
    [InlineData(502, "unavailable")]
    public void OfStatus_WithoutACode_IsTheMostGeneral(int status, string code) => Assert.Equal(code, ErrorCodes.OfStatus(status));
}
