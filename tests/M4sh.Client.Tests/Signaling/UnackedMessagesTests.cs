using M4sh.Client.Signaling;
using M4sh.Client.Tests.Signaling.Negotiation;
using M4sh.Contracts.Signaling;

namespace M4sh.Client.Tests.Signaling;

public sealed class UnackedMessagesTests
{
    [Fact]
    public async Task Open_SeveralAnsweredAtOnce_SendsThemAll()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var server = new FakeTransport(HubScript.Joined("1", 0));
        var messages = new UnackedMessages(server, static _ => Task.CompletedTask);
        var first = messages.SendAsync(nameof(ISignalingServer.Rollback), new RollbackMessage { Id = "1" }, epoch: null, cancellationToken);
        var second = messages.SendAsync(nameof(ISignalingServer.Rollback), new RollbackMessage { Id = "2" }, epoch: null, cancellationToken);

        messages.Open("1");

        Assert.Equal(1, (await first).Seq);
        Assert.Equal(2, (await second).Seq);
    }
}
