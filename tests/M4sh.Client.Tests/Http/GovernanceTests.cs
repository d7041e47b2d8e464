using System.Net;

namespace M4sh.Client.Tests.Http;

public sealed class GovernanceTests
{
    private const string SessionId = "0199a1b2-c3d4-7000-8000-000000000001";
    private static readonly Guid Id = Guid.Parse(SessionId);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_WithoutAnAnswer_SendWhatTheContractAsksFor()
    {
        using var http = FakeHttpHandler.Answering(HttpStatusCode.NoContent, "");
        var client = http.ClientOf("t");

        await client.RevokeTokenAsync(Id, "x.y.z", Cancel);
        await client.RevokeUserAsync(Id, "ann", Cancel);
        await client.AllowUserAsync(Id, "ann", Cancel);
        await client.EraseUserDataAsync("https://issuer.test/ann", Cancel);

        Assert.Equal(
            [
                (HttpMethod.Post, $"/api/v1/webrtc/sessions/{SessionId}/token/revoke/", "Bearer t", """{"token":"x.y.z","user_id":null}"""),
                (HttpMethod.Post, $"/api/v1/webrtc/sessions/{SessionId}/token/revoke/", "Bearer t", """{"token":null,"user_id":"ann"}"""),
                (HttpMethod.Post, $"/api/v1/webrtc/sessions/{SessionId}/token/allow/", "Bearer t", """{"user_id":"ann"}"""),
                (HttpMethod.Delete, "/api/v1/webrtc/users/https%3A%2F%2Fissuer.test%2Fann/data/", "Bearer t", null),
            ],
            http.Requests);
    }

    [Fact]
    public async Task RefreshToken_Token_ReadsTheSuccessor()
    {
        using var http = FakeHttpHandler.Answering(
            HttpStatusCode.OK, """{"token":"new","token_expires_at":"2026-01-02T03:04:05Z","permissions":["audio"]}""");

        var token = await http.ClientOf("t").RefreshTokenAsync(Id, "old", Cancel);

        Assert.Equal("new", token.Token);
        Assert.Equal(("""{"token":"old"}""", $"/api/v1/webrtc/sessions/{SessionId}/token/refresh/"), (http.Requests[0].Body, http.Requests[0].PathAndQuery));
    }
}
