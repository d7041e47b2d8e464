using System.Net;
using Bunit;
using M4sh.Console.Components.Pages;
using M4sh.Console.Tests.Fakes;

namespace M4sh.Console.Tests.Pages;

public sealed class SessionPageTests : PageTest
{
    [Fact]
    public async Task Page_AfterACall_TellsWhatHappenedWhereAndToWhom()
    {
        await using var call = World.NewCall();
        await call.StartAsync();

        var page = Render<SessionPage>(parameters => parameters.Add(each => each.Id, FakeApi.SessionId));

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
        Assert.Equal("connected", page.Find(ById("session-status")).TextContent);
        Assert.Contains("QA guest", page.Find(ById("events")).TextContent, StringComparison.Ordinal);
        Assert.Contains("replica of qa-gues", page.Find(ById("events")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_NoSuchSession_SaysSo()
    {
        World.Api.Refuse($"{FakeApi.SessionId}/", HttpStatusCode.NotFound, "not_found", "There is no such session.");

        var page = Render<SessionPage>(parameters => parameters.Add(each => each.Id, FakeApi.SessionId));

        page.WaitForAssertion(() => Assert.Equal("not_found", page.Find(ById("problem-code")).TextContent));
    }
}
