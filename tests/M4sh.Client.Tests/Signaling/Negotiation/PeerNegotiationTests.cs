using M4sh.Client.Signaling;
using M4sh.Client.Signaling.Negotiation;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Signaling;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.Client.Tests.Signaling.Negotiation;

/// <summary>The rules for clients of docs/protocol.md, of the impolite peer, one after another; that both ends agree is tested over the real API.</summary>
public sealed class PeerNegotiationTests : IAsyncLifetime
{
    private const string Offer = "offer";
    private const string OfferAgain = "offer with ICE restart";
    private const string Other = "bob";

    private readonly FakeTimeProvider _time = new();
    private readonly FakePeer _peer = new();
    private readonly FakeTransport _server = new(HubScript.Joined("1", 0));
    private readonly List<Exception> _errors = [];
    private readonly SignalingConnection _connection;
    private readonly PeerNegotiation _negotiation;

    public PeerNegotiationTests()
    {
        _connection = new(new() { SessionToken = _ => ValueTask.FromResult("token") }, _server, timeProvider: _time);
        _negotiation = new(_connection, _peer, _errors.Add, _time);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Both are there, nothing is offered.</summary>
    public async ValueTask InitializeAsync()
    {
        await _connection.ConnectAsync(Cancel);
        await HandledAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _negotiation.Dispose();
        await _connection.DisposeAsync();
    }

    [Fact]
    public async Task PeerJoined_NothingOfferedYet_GetsTheOfferOnce()
    {
        await RaiseAsync(nameof(ISignalingClient.PeerJoined), new PeerJoined { UserId = Other, Epoch = "1", Restarted = false });
        await RaiseAsync(nameof(ISignalingClient.PeerReconnected), new PeerPresence { UserId = Other });

        Assert.Equal(["start", Offer], _peer.Calls);
    }

    [Fact]
    public async Task PeerJoined_OtherEpoch_StartsANewConnectionAndOffers()
    {
        await OfferedAsync();

        await RaiseAsync(nameof(ISignalingClient.PeerJoined), new PeerJoined { UserId = Other, Epoch = "2", Restarted = true });

        Assert.Equal(["start", Offer], _peer.Calls);
    }

    [Fact]
    public async Task PeerLeft_ToldAfterAnotherCame_LeavesThatOneThere()
    {
        await OfferedAsync();
        await RaiseAsync(nameof(ISignalingClient.PeerJoined), new PeerJoined { UserId = "carol", Epoch = "2", Restarted = true });

        await RaiseAsync(nameof(ISignalingClient.PeerLeft), new PeerLeft { UserId = Other });

        _peer.Calls.Clear();
        _time.Advance(TimeSpan.FromSeconds(15));
        await HandledAsync();
        Assert.Equal([OfferAgain], _peer.Calls);
    }

    [Fact]
    public async Task Joined_Resumed_ChangesNothing()
    {
        await OfferedAsync();

        await RaiseAsync(nameof(ISignalingClient.Joined), Joined("1", resumed: true));

        Assert.Empty(_peer.Calls);
    }

    [Fact]
    public async Task Joined_NotResumedInTheSameEpoch_KeepsTheConnectionAndOffersAgain()
    {
        await OfferedAsync();

        await RaiseAsync(nameof(ISignalingClient.Joined), Joined("1", resumed: false));

        Assert.Equal([OfferAgain], _peer.Calls);
    }

    [Fact]
    public async Task Joined_OtherEpochWithAnOffer_AnswersThatAndTakesOnlyTheOthersCandidates()
    {
        await OfferedAsync();

        await RaiseAsync(nameof(ISignalingClient.Joined), Joined("2", resumed: false) with
        {
            Negotiation = new()
            {
                Offer = new() { Sdp = "theirs", FromUserId = Other, Seq = 2 },
                Candidates =
                [
                    new() { Candidate = null, FromUserId = "ann", Seq = 1 },
                    new() { Candidate = null, FromUserId = Other, Seq = 3 },
                ],
            },
        });

        Assert.Equal(["start", "answer theirs", "candidates 1"], _peer.Calls);
    }

    [Fact]
    public async Task IceTimeout_Relay_IsUsedAndTheImpoliteOffersAgain()
    {
        await RaiseAsync(nameof(ISignalingClient.IceTimeout), new IceTimeoutMessage { RestartIce = true, IceTransportPolicy = IceTransportPolicy.Relay });

        Assert.Equal(["start", "configure servers= policy=Relay", OfferAgain], _peer.Calls);
    }

    [Fact]
    public async Task IceServers_Fresh_AreUsedFromThereOn()
    {
        await RaiseAsync(nameof(ISignalingClient.IceServers), new IceServersResponse
        {
            IceServers = [new() { Urls = ["stun:a"] }, new() { Urls = ["stun:b"] }],
            Ttl = 60,
            ExpiresAt = _time.GetUtcNow(),
            IceCandidateTimeout = 10,
            IceTransportPolicy = IceTransportPolicy.All,
        });

        Assert.Equal(["start", "configure servers=2 policy=All"], _peer.Calls);
    }

    [Fact]
    public async Task Offer_RefusedForGlare_IsRolledBackAndMadeAgainAfterTheOthersRollback()
    {
        await OfferedAsync(refused: true);
        Assert.Equal(["rollback"], _peer.Calls);

        await RaiseAsync(nameof(ISignalingClient.Rollback), new RollbackRelay { FromUserId = Other, Seq = 99 });

        Assert.Equal(["rollback", Offer], _peer.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Offer_WithoutAnAnswer_IsMadeAgainAfterItsTime(bool refused)
    {
        await OfferedAsync(refused);

        _time.Advance(TimeSpan.FromSeconds(15));
        await HandledAsync();

        Assert.Equal(OfferAgain, _peer.Calls.Last());
    }

    [Fact]
    public async Task Offer_OfTheOther_StandsOnlyAboveTheOwn()
    {
        await OfferedAsync();

        await RaiseAsync(nameof(ISignalingClient.Offer), new OfferRelay { Sdp = "lower", FromUserId = Other, Seq = 0 });
        await RaiseAsync(nameof(ISignalingClient.Offer), new OfferRelay { Sdp = "higher", FromUserId = Other, Seq = 99 });

        Assert.Equal("answer higher", _peer.Calls.First());
    }

    [Fact]
    public async Task Answer_RefusedForGlare_IsFollowedByAnOffer()
    {
        _server.Refusal = new(ErrorCodes.Glare, null);

        await RaiseAsync(nameof(ISignalingClient.Offer), new OfferRelay { Sdp = "theirs", FromUserId = Other, Seq = 9 });

        Assert.Equal(["start", "answer theirs", OfferAgain], _peer.Calls);
    }

    [Fact]
    public async Task Answer_ToAnotherOffer_IsNotApplied()
    {
        await OfferedAsync();

        await RaiseAsync(nameof(ISignalingClient.Answer), new AnswerRelay { Sdp = "stale", OfferSeq = 77, FromUserId = Other, Seq = 99 });
        await RaiseAsync(nameof(ISignalingClient.Answer), new AnswerRelay { Sdp = "good", OfferSeq = _server.Offered, FromUserId = Other, Seq = 100 });

        Assert.Equal(["accept good"], _peer.Calls);
    }

    [Fact]
    public async Task Answer_RejectedByThePeerConnection_IsToldRolledBackAndOfferedAgain()
    {
        await OfferedAsync();
        _peer.Rejection = new InvalidOperationException("not an answer");

        await RaiseAsync(nameof(ISignalingClient.Answer), new AnswerRelay { Sdp = "bad", OfferSeq = _server.Offered, FromUserId = Other, Seq = 99 });

        Assert.Equal(["accept bad", "rollback", OfferAgain], _peer.Calls);
        Assert.Equal("not an answer", Assert.Single(_errors).Message);
    }

    [Fact]
    public async Task Candidates_GatheredBeforeTheOfferIsAcked_FollowIt()
    {
        var mayAck = new TaskCompletionSource();
        _server.MayAck = mayAck.Task;
        var offered = _negotiation.NegotiateAsync();

        var sent = _negotiation.SendIceCandidatesAsync([null]);
        Assert.IsType<OfferMessage>(_server.Sent.Last());
        mayAck.SetResult();
        await Task.WhenAll(offered, sent);

        Assert.IsType<IceCandidateMessage>(_server.Sent.Last());
    }

    private static JoinedMessage Joined(string epoch, bool resumed)
    {
        var message = HubScript.Joined(epoch, 0);
        return message with { Resumed = resumed, Peers = [message.Self with { UserId = Other }] };
    }

    /// <summary>The own offer, which nobody has answered; what was called until then is forgotten.</summary>
    private async Task OfferedAsync(bool refused = false)
    {
        await RaiseAsync(nameof(ISignalingClient.PeerJoined), new PeerJoined { UserId = Other, Epoch = "1", Restarted = false });
        if (refused)
        {
            _server.Refusal = new(ErrorCodes.Glare, null);
            await _negotiation.NegotiateAsync();
            while (_peer.Calls.TryPeek(out var call) && call != "rollback")
                _peer.Calls.TryDequeue(out _);
        }
        else
        {
            _peer.Calls.Clear();
        }
    }

    private Task RaiseAsync(string method, object message)
    {
        _server.Raise(method, message);
        return HandledAsync();
    }

    /// <summary>What came is handled one after another: this comes last.</summary>
    private async Task HandledAsync()
    {
        var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = _connection.OnMute(_ => Task.FromResult(handled.TrySetResult()));
        _server.Raise(nameof(ISignalingClient.Mute), new MuteRelay { Kind = Contracts.Tokens.MediaPermission.Audio, FromUserId = Other, Seq = 0 });
        await handled.Task.WaitAsync(Cancel);

        // In turn after what a timer began.
        await _negotiation.SendIceCandidatesAsync([]);
    }
}
