using M4sh.Client.Signaling;
using M4sh.Console.Calls;
using M4sh.Console.Tests.Fakes;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Signaling;

namespace M4sh.Console.Tests.Calls;

/// <summary>The rules for clients of docs/protocol.md, as far as a test call meets them.</summary>
public sealed class CallNegotiationTests : IAsyncLifetime
{
    private const string Restarted = "restart servers=1";
    private const string Offer = "offer";
    private const string OfferAgain = "offer with ICE restart";

    private readonly CallWorld _world = new();
    private readonly TaskCompletionSource _mayAnswer = new();
    private TestCall _call = null!;

    private FakeBrowserPeer Host => _world.Browser.Host;

    private FakeBrowserPeer Guest => _world.Browser.Guest;

    /// <summary>Connected; what was called until then is forgotten.</summary>
    public async ValueTask InitializeAsync()
    {
        _call = _world.NewCall();
        await _call.StartAsync();
        await CallWorld.WhenAsync(_call, () => _call.Status == CallStatus.Connected);
        Host.Calls.Clear();
        Guest.Calls.Clear();
        Guest.MayAnswer = _mayAnswer.Task;
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Null(_call.Problem);
        await _call.DisposeAsync();
    }

    [Fact]
    public async Task Rejoined_Resumed_ChangesNothing()
    {
        await _call.Host.JoinedAsync(_world.Hub.Host.Message([_world.Hub.Guest], resumed: true));

        Assert.Empty(Host.Calls);
    }

    [Fact]
    public async Task Rejoined_NotResumedInTheSameEpoch_KeepsTheConnectionAndOffersAgain()
    {
        await _call.Host.JoinedAsync(_world.Hub.Host.Message([_world.Hub.Guest], resumed: false));

        Assert.Equal([OfferAgain], Host.Calls);
    }

    [Fact]
    public async Task Rejoined_OtherEpoch_StartsANewConnectionAndOffers()
    {
        await _call.Host.JoinedAsync(_world.Hub.Host.Message([_world.Hub.Guest], resumed: false, "2"));

        Assert.Equal([Restarted, Offer], Host.Calls);
    }

    [Fact]
    public async Task Rejoined_OtherEpochWithAnOffer_AnswersThat()
    {
        var negotiation = new Negotiation
        {
            Offer = new() { Sdp = "theirs", FromUserId = _world.Hub.Guest.UserId, Seq = 2 },
            Candidates =
            [
                new() { Candidate = null, FromUserId = _world.Hub.Host.UserId, Seq = 1 },
                new() { Candidate = null, FromUserId = _world.Hub.Guest.UserId, Seq = 3 },
            ],
        };

        await _call.Host.JoinedAsync(_world.Hub.Host.Message([_world.Hub.Guest], resumed: false, "2", negotiation));

        Assert.Equal([Restarted, "accept theirs", "candidates 1"], Host.Calls);
    }

    [Fact]
    public async Task PeerReconnected_NothingOfferedYet_GetsTheOfferOnce()
    {
        await _call.Host.JoinedAsync(_world.Hub.Host.Message([], resumed: false, "2"));
        Assert.Equal([Restarted], Host.Calls);

        await _call.Host.PeerReconnectedAsync(new() { UserId = _world.Hub.Guest.UserId });
        await _call.Host.PeerReconnectedAsync(new() { UserId = _world.Hub.Guest.UserId });

        Assert.Equal([Restarted, Offer], Host.Calls);
    }

    [Fact]
    public async Task PeerJoined_Restarted_BothStartAndOnlyTheImpoliteOffers()
    {
        await _call.Host.PeerJoinedAsync(new() { UserId = _world.Hub.Guest.UserId, Epoch = "2", Restarted = true });
        await _call.Guest.JoinedAsync(_world.Hub.Guest.Message([_world.Hub.Host], resumed: true, "2"));

        Assert.Equal([Restarted, Offer], Host.Calls);
        Assert.DoesNotContain(Offer, Guest.Calls);
    }

    [Fact]
    public async Task IceTimeout_Relay_BothUseItAndTheImpoliteOffersAgain()
    {
        var timeout = new IceTimeoutMessage { RestartIce = true, IceTransportPolicy = IceTransportPolicy.Relay };

        await _call.Guest.IceTimedOutAsync(timeout);
        Assert.Equal(["configure servers=1 policy=Relay"], Guest.Calls);
        await _call.Host.IceTimedOutAsync(timeout);

        Assert.Equal(["configure servers=1 policy=Relay", OfferAgain], Host.Calls);
    }

    [Fact]
    public async Task IceServers_Fresh_AreUsedFromThereOn()
    {
        await _call.Host.IceServersChangedAsync(new()
        {
            IceServers = [new() { Urls = ["stun:a"] }, new() { Urls = ["stun:b"] }],
            Ttl = 60,
            ExpiresAt = FakeApi.Start,
            IceCandidateTimeout = 10,
            IceTransportPolicy = IceTransportPolicy.All,
        });

        Assert.Equal(["configure servers=2 policy=All"], Host.Calls);
    }

    [Fact]
    public async Task Offer_RefusedForGlare_WaitsForTheOthersRollback()
    {
        await OfferAgainAsync(refused: true);
        Assert.Equal([OfferAgain], Offers);

        await _call.Host.RolledBackAsync(new() { FromUserId = _world.Hub.Guest.UserId, Seq = 99 });

        Assert.Equal([OfferAgain, OfferAgain], Offers);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Offer_WithoutAnAnswer_IsMadeAgainAfterItsTime(bool refused)
    {
        await OfferAgainAsync(refused);

        _world.Time.Advance(CallNegotiation.OfferLimit);

        await CallWorld.WhenAsync(_call, () => Offers.Count == 2);
    }

    [Fact]
    public async Task Offer_OfTheOther_StandsOnlyAboveTheOwn()
    {
        await OfferAgainAsync();

        await _call.Host.OfferedAsync(new() { Sdp = "lower", FromUserId = _world.Hub.Guest.UserId, Seq = 1 });
        await _call.Host.OfferedAsync(new() { Sdp = "higher", FromUserId = _world.Hub.Guest.UserId, Seq = 99 });

        Assert.Equal(["accept higher"], Host.Calls.Where(each => each.StartsWith("accept", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Answer_RefusedForGlare_IsFollowedByAnOffer()
    {
        _world.Hub.Refusal = new(ErrorCodes.Glare, null);

        await _call.Host.OfferedAsync(new() { Sdp = "theirs", FromUserId = _world.Hub.Guest.UserId, Seq = 99 });

        Assert.Equal(["accept theirs", OfferAgain], Host.Calls);
    }

    [Fact]
    public async Task Answer_ToAnotherOffer_IsNotAppliedAndFollowedByAnOffer()
    {
        await _call.Host.AnsweredAsync(new() { Sdp = "stale", OfferSeq = 77, FromUserId = _world.Hub.Guest.UserId, Seq = 99 });

        Assert.Equal([OfferAgain], Host.Calls);
    }

    [Fact]
    public async Task Candidates_WhileTheOfferIsBeingMade_FollowIt()
    {
        var mayOffer = new TaskCompletionSource();
        Host.MayOffer = mayOffer.Task;
        _world.Hub.Log.Clear();

        var offering = _call.Host.PeerJoinedAsync(new() { UserId = _world.Hub.Guest.UserId, Epoch = "2", Restarted = true });
        var candidates = _call.Host.CandidatesAsync([null]);
        mayOffer.SetResult();
        await offering;
        _mayAnswer.SetResult();
        await candidates;

        Assert.Equal(
            ["host: offer of Host", "host: candidates"],
            _world.Hub.Log.Where(each => each is "host: offer of Host" or "host: candidates"));
    }

    private List<string> Offers => [.. Host.Calls.Where(each => each.StartsWith(Offer, StringComparison.Ordinal))];

    /// <summary>The host's offer, which the guest does not answer.</summary>
    private Task OfferAgainAsync(bool refused = false)
    {
        if (refused)
            _world.Hub.Refusal = new(ErrorCodes.Glare, null);

        return _call.Host.IceTimedOutAsync(new() { RestartIce = true, IceTransportPolicy = IceTransportPolicy.All });
    }
}
