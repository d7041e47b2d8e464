using M4sh.Console.Sessions;
using M4sh.Console.Tests.Fakes;
using M4sh.Contracts.Qos.Issues;

namespace M4sh.Console.Tests.Sessions;

public sealed class SessionIssuesTests
{
    [Fact]
    public void Issues_RaisedAndCleared_HaveBothTimes()
    {
        var issue = Assert.Single(SessionIssues.Of([Timelines.Raised("packet_loss", "warning", "alice", 5), Cleared("alice", 20)]));

        Assert.Equal((IssueType.PacketLoss, IssueSeverity.Warning, "alice"), (issue.Type, issue.Severity, issue.UserId));
        Assert.Equal((FakeApi.Start.AddSeconds(5), FakeApi.Start.AddSeconds(20)), (issue.StartedAt, issue.EndedAt));
        Assert.Equal(12.5, issue.Evidence.Worst);
    }

    [Fact]
    public void Issues_OfTheOther_AreNotClearedByIt()
    {
        var issues = SessionIssues.Of(
            [Timelines.Raised("packet_loss", "warning", "alice", 5), Timelines.Raised("packet_loss", "warning", "bob", 6), Cleared("bob", 20)]);

        Assert.Equal([null, FakeApi.Start.AddSeconds(20)], issues.Select(issue => issue.EndedAt));
    }

    [Fact]
    public void Issues_Again_AreTwo()
    {
        var issues = SessionIssues.Of(
            [Timelines.Raised("packet_loss", "warning", "alice", 5), Cleared("alice", 8), Timelines.Raised("packet_loss", "critical", "alice", 9)]);

        Assert.Equal([FakeApi.Start.AddSeconds(8), null], issues.Select(issue => issue.EndedAt));
    }

    [Fact]
    public void Issues_OfAnUnknownKind_AreLeftOut() => Assert.Empty(SessionIssues.Of([Timelines.Raised("too_many_cats", "warning", "alice", 5)]));

    private static Contracts.Sessions.SessionEvent Cleared(string user, double second) =>
        Timelines.Entry("issue_cleared", user, second, """{"type": "packet_loss"}""");
}
