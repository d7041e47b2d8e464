using System.Net;
using M4sh.Console.Sessions;
using M4sh.Console.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace M4sh.Console.Tests.Sessions;

public sealed class ReportEndpointsTests
{
    private readonly CallWorld _world = new();
    private readonly DefaultHttpContext _http = new();

    [Theory]
    [InlineData("html", "report ?format=html", "text/html; charset=utf-8", "")]
    [InlineData("csv", "report ?format=csv", "text/csv; charset=utf-8", "attachment; filename=call-01980000-0000-7000-8000-000000000001.csv")]
    public async Task Report_OfASession_IsWhatTheApiSays(string format, string text, string type, string disposition)
    {
        var content = Assert.IsType<ContentHttpResult>((await ReadAsync(format)).Result);

        Assert.Equal((text, type), (content.ResponseContent, content.ContentType));
        Assert.Equal(disposition, _http.Response.Headers.ContentDisposition.ToString());
        Assert.Equal("no-store", _http.Response.Headers.CacheControl.ToString());
    }

    [Fact]
    public async Task Report_InAnotherFormat_IsNotThere() => Assert.IsType<NotFound>((await ReadAsync("pdf")).Result);

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "not_found", StatusCodes.Status404NotFound)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "unavailable", StatusCodes.Status503ServiceUnavailable)]
    public async Task Report_Refused_IsRefusedAlike(HttpStatusCode status, string code, int expected)
    {
        _world.Api.Refuse("/report/?format=html", status, code, "It is so.");

        Assert.Equal(expected, Assert.IsType<IStatusCodeHttpResult>((await ReadAsync("html")).Result, exactMatch: false).StatusCode);
    }

    private Task<Results<ContentHttpResult, StatusCodeHttpResult, NotFound>> ReadAsync(string format) =>
        ReportEndpoints.ReadAsync(FakeApi.SessionId, _world.Clients, _http.Response, TestContext.Current.CancellationToken, format);
}
