using System.ComponentModel.DataAnnotations;
using System.Globalization;
using M4sh.Console.Access;

namespace M4sh.Console.Tests.Access;

public sealed class LoginOptionsTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("too short", false)]
    [InlineData("sixteen letters!", true)]
    public void Token_Configured_NeedsSixteenCharacters(string? token, bool good) => Assert.Equal(good, IsGood(new() { Token = token }));

    [Theory]
    [InlineData("https://id.example", "m4sh", true)]
    [InlineData("https://id.example", null, false)]
    [InlineData("http://id.example", "m4sh", false)]
    [InlineData("http://localhost:9000", "m4sh", true)]
    [InlineData("id.example", "m4sh", false)]
    [InlineData(null, null, true)]
    public void Oidc_Authority_IsHttpsAndHasAClient(string? authority, string? client, bool good) =>
        Assert.Equal(good, IsGood(new() { Oidc = new() { Authority = authority, ClientId = client } }));

    [Theory]
    [InlineData("00:00:00.5", false)]
    [InlineData("00:00:01", true)]
    [InlineData("01:00:01", false)]
    public void Recheck_Configured_IsBetweenASecondAndAnHour(string recheck, bool good) =>
        Assert.Equal(good, IsGood(new() { Recheck = TimeSpan.Parse(recheck, CultureInfo.InvariantCulture) }));

    private static bool IsGood(LoginOptions options) => Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true);
}
