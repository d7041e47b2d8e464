using M4sh.Console.Components.Sessions;
using M4sh.Console.Tests.Fakes;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos.Issues;

namespace M4sh.Console.Tests.Sessions;

public sealed class EventTextTests
{
    [Theory]
    [InlineData("ice_servers_issued", """{"via": "join", "turn": 2}""", "2 TURN servers (with the join)")]
    [InlineData("ice_servers_issued", """{"via": "renewal", "turn": 0}""", "no TURN server: without a direct path there will be none (with a renewal before the old ones end)")]
    [InlineData("ended", """{"reason": "ice_failed", "text": "x"}""", "reason: ice failed, text: x")]
    [InlineData("ice_failure", """{"reason": "something_new"}""", "reason: something new")]
    [InlineData("issue_raised", """{"type": "something_new"}""", "type: something new")]
    [InlineData("created", null, "")]
    public void Text_OfAnEvent_IsWhatItsDataSays(string type, string? data, string expected) =>
        Assert.Equal(expected, EventText.Of(Timelines.Entry(type, null, 0, data)));

    [Fact]
    public void Text_OfAnIceFailure_NamesReasonCodeAndServer()
    {
        var text = EventText.Of(Timelines.Entry("ice_failure", "alice", 0, """{"reason": "turn_unreachable", "code": 701, "server": "turn:turn.example"}"""));

        Assert.StartsWith("the TURN server did not answer", text, StringComparison.Ordinal);
        Assert.EndsWith("(error 701), turn:turn.example", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_OfAnIssue_HasItsNumbers()
    {
        var entry = Timelines.Raised("packet_loss", "critical", "alice", 0);

        Assert.Equal("began: packets lost", EventText.Title(entry));
        Assert.Equal("critical: worst 12.5 %, mean 7.25 %, counted from 3 % on, audio inbound", EventText.Of(entry));
    }

    [Fact]
    public void Words_OfEveryIssueAndFailure_AreTheirOwn()
    {
        Assert.Distinct(Enum.GetValues<IssueType>().Select(IssueText.Title));
        Assert.Distinct(Enum.GetValues<IssueType>().Select(IssueText.Meaning));
        Assert.Distinct(Enum.GetValues<IceFailureReason>().Select(IceFailureText.Of));
        Assert.All(Enum.GetValues<IceFailureReason>(), reason => Assert.NotEmpty(SnakeCase.Write(reason)));
    }
}
