using M4sh.Contracts.Ice;
using M4sh.Contracts.Sessions;
using M4sh.IntegrationTests;
using Microsoft.Playwright;

namespace M4sh.BrowserTests.Nat;

/// <summary>Two peers, each behind a symmetric NAT of its own: where STUN ends and the relay begins.</summary>
public sealed class NatTests(Stack stack)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SymmetricNats_WithoutTurn_NeverConnectAndSayWhy()
    {
        await using var call = await NatCall.StartAsync(stack, withTurn: false);
        foreach (var page in call.Pages)
            await page.UntilAsync("document.getElementById('problem').value.trim() === 'no_relay'");

        await Assertions.Expect(call.Pages[1].Page).ToHaveTitleAsync("M4sh: session_ended", new() { Timeout = 90_000 });
        var session = await call.ReadAsync();
        Assert.Equal(EndReason.IceFailed, session.EndReason);
        Assert.All(session.Participants, participant => Assert.Equal(NatType.Symmetric, participant.NatType));
        var failures = (await stack.ClientOf("qa", "admin").GetEventsAsync(session.Id, Cancel)).Items.Where(item => item.Type == "ice_failure").ToList();
        Assert.Equal(2, failures.Select(item => item.UserId).Distinct().Count());
        Assert.All(failures, item => Assert.Equal("no_relay", item.Data!.Value.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task SymmetricNats_WithTurn_AreRelayed()
    {
        await using var call = await NatCall.StartAsync(stack, withTurn: true);
        foreach (var page in call.Pages)
            await CallPage.SeesFramesAsync(page);

        var session = await call.UntilAsync(participant => participant is { CandidatePair: not null, NatType: not null });
        Assert.All(session.Participants, participant =>
        {
            Assert.Equal(NatType.Symmetric, participant.NatType);
            var types = (string[])["local", "remote"];
            Assert.Contains("relay", types.Select(side => participant.CandidatePair!.Value.GetProperty(side).GetProperty("candidate_type").GetString()));
        });
    }
}
