using M4sh.Contracts.Errors;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Tokens;
using Microsoft.Extensions.Hosting;

namespace M4sh.SignalingApi.Tests.Tokens;

public sealed class DevTokenTests(ApiFixture fixture) : ApiTests(fixture)
{
    [Fact]
    public async Task DevToken_InDevelopment_IsAPlatformToken()
    {
        var response = await ReadAsync<DevTokenResponse>(PostAsync(Api.Root(), "/dev/token", """{"sub": "ann", "name": "Ann", "role": "admin"}"""));

        var (_, payload) = TestTokens.Decode(response.Token);
        Assert.Equal(["ann", "Ann", "admin"], new[] { "sub", "name", "role" }.Select(claim => payload.GetProperty(claim).GetString()));
        Assert.Equal(response.TokenExpiresAt.ToUnixTimeSeconds(), payload.GetProperty("exp").GetInt64());
        await ReadAsync<SessionPage>(GetAsync(Api.With(response.Token), "sessions/"));
    }

    [Theory]
    [InlineData("", "sub")]
    [InlineData("""{"sub": ""}""", "sub")]
    [InlineData("""{"sub": null}""", "sub")]
    [InlineData("""{"sub": "a", "name": ""}""", "name")]
    [InlineData("""{"sub": "a", "role": "king"}""", "role")]
    public async Task DevToken_BadBody_IsInvalidRequest(string body, string member) =>
        await AssertProblemAsync(PostAsync(Api.Root(), "/dev/token/", body), ErrorCodes.InvalidRequest, member);

    [Fact]
    public async Task DevToken_InProduction_DoesNotExist()
    {
        var production = Fixture.StartReplica("production", Environments.Production);
        await AssertProblemAsync(PostAsync(production.Root(), "/dev/token/", """{"sub": "ann"}"""), ErrorCodes.NotFound);
    }
}
