using System.Text.Json;

namespace M4sh.SignalingApi.Tests.Signaling;

/// <summary>Who comes to a negotiation is given the candidates of its offer and answer, and of none before.</summary>
public sealed class CurrentCandidatesTests(SignalingFixture fixture) : SignalingTests(fixture)
{
    [Fact]
    public async Task Candidates_OfAReplacedOffer_AreNotGiven()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        await OfferAsync(host, "one");
        await CandidateAsync(host, "old", "one");
        await host.SendCandidateAsync("old, without a name");
        await OfferAsync(host, "two");
        await CandidateAsync(host, "late", "one");
        await CandidateAsync(host, "new", "two");
        await host.SendCandidateAsync("new, without a name");

        Assert.Equal(["new", "new, without a name"], await GivenAsync(guest));
    }

    [Fact]
    public async Task Candidates_OfARolledBackOffer_AreNotGiven()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        await OfferAsync(host, "one");
        await CandidateAsync(host, "old", "one");
        await host.SendCandidateAsync("old, without a name");
        await host.SendAsync("Rollback", new { });

        Assert.Equal(JsonValueKind.Null, (await ComeAgainAsync(guest)).GetProperty("negotiation").ValueKind);
    }

    [Fact]
    public async Task Candidates_OfASupersededOffer_AreNotGiven()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        await OfferAsync(guest, "one");
        await CandidateAsync(guest, "old", "one");
        await OfferAsync(host, "two");
        await CandidateAsync(host, "new", "two");

        Assert.Equal(["new"], await GivenAsync(guest));
    }

    [Fact]
    public async Task Candidates_OfARefusedOffer_AreNotGivenOnceItsSenderHasAnswered()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        await OfferAsync(host, "one");
        Assert.Equal("glare", await guest.RefusalAsync("Offer", new { sdp = Sdp("refused") }));
        await CandidateAsync(guest, "old", "refused");
        await CandidateAsync(guest, "early", "two");
        await guest.SendAsync("Answer", new { sdp = Sdp("two"), offer_seq = 1 });
        await CandidateAsync(guest, "new", "two");

        Assert.Equal(["early", "new"], await GivenAsync(host));
    }

    [Fact]
    public async Task Candidates_OfIceThatGoesOn_AreGiven()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        await OfferAsync(host, "a");
        await CandidateAsync(host, "host", "a");
        await host.SendCandidateAsync("host, without a name");
        await guest.SendAsync("Answer", new { sdp = Sdp("b") });
        await CandidateAsync(guest, "guest", "b");
        await guest.SendAsync("IceCandidate", new { candidate = (object?)null });
        await OfferAsync(host, "a");

        Assert.Equal(["host", "host, without a name", "guest", null], await GivenAsync(guest));
    }

    [Fact]
    public async Task Candidates_SentTogether_AreGivenAsFarAsTheyBelong()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        await OfferAsync(host, "one");
        await OfferAsync(host, "two");
        await host.SendAsync("IceCandidate", new { candidates = new[] { Candidate("old", "one"), Candidate("new", "two"), Candidate("line ufrag one", null) } });

        var negotiation = (await ComeAgainAsync(guest)).GetProperty("negotiation");

        var message = Assert.Single(negotiation.GetProperty("candidates").EnumerateArray());
        Assert.Equal("new", Assert.Single(message.GetProperty("candidates").EnumerateArray()).GetProperty("candidate").GetString());
    }

    private static Task<long> OfferAsync(WirePeer peer, string fragment) => peer.SendAsync("Offer", new { sdp = Sdp(fragment) });

    private static Task<long> CandidateAsync(WirePeer peer, string name, string fragment) =>
        peer.SendAsync("IceCandidate", new { candidate = Candidate(name, fragment) });

    private static object Candidate(string name, string? fragment) => new { candidate = name, usernameFragment = fragment };

    private static string Sdp(string fragment) => $"v=0\r\na=ice-ufrag:{fragment}\r\n";

    private async Task<IEnumerable<string?>> GivenAsync(WirePeer peer) =>
        (await ComeAgainAsync(peer)).GetProperty("negotiation").GetProperty("candidates").EnumerateArray()
            .Select(message => message.GetProperty("candidate"))
            .Select(candidate => candidate.ValueKind == JsonValueKind.Null ? null : candidate.GetProperty("candidate").GetString());

    /// <summary>Into the same epoch, without saying from where.</summary>
    private Task<JsonElement> ComeAgainAsync(WirePeer peer) => Add(new WirePeer(First, peer.Join)).JoinAsync(peer.Epoch, lastSeq: 999);
}
