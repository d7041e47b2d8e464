using System.Globalization;
using M4sh.SignalingApi.Signaling.Negotiations;
using static M4sh.SignalingApi.Signaling.Negotiations.NegotiationOutcome;

namespace M4sh.SignalingApi.Tests.Signaling.Negotiations;

/// <summary>
/// Each line is a story. `I` is the impolite user, `P` the polite one: `I.offer`, `P.answer` (the offer with that seq: `P.answer:1`), `P.rollback`,
/// `P.joined`, `P.left`, `epoch`, and `+14.999s`. A relayed message takes the next seq. The last step is the one that is judged.
/// </summary>
public sealed class NegotiationStateTests
{
    private static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData("P.offer", Relay)]
    [InlineData("I.offer P.offer", Refused)]
    [InlineData("P.offer I.offer", Relay)]
    [InlineData("I.offer I.offer", Relay)]
    [InlineData("P.offer P.offer", Relay)]
    [InlineData("P.offer I.offer P.offer", Refused)]
    [InlineData("I.offer P.answer P.offer", Relay)]
    [InlineData("I.offer I.rollback P.offer", Relay)]
    [InlineData("I.offer I.left P.offer", Relay)]
    [InlineData("I.offer epoch P.offer", Relay)]
    [InlineData("I.offer +14.999s P.offer", Refused)]
    [InlineData("I.offer +15s P.offer", Relay)]
    [InlineData("I.offer +10s I.offer +10s P.offer", Refused)]
    [InlineData("I.offer P.left P.offer", Refused)]
    [InlineData("I.offer +20s P.joined P.offer", Refused)]
    [InlineData("I.offer +20s I.joined P.offer", Relay)]
    public void Offer_AfterAStory_StandsAlone(string story, object expected) => Assert.Equal(expected, Tell(story).Outcome);

    [Theory]
    [InlineData("I.offer P.answer:1", Relay)]
    [InlineData("I.offer P.answer", Relay)]
    [InlineData("P.answer", Refused)]
    [InlineData("P.answer:0", Refused)]
    [InlineData("I.offer I.answer:1", Refused)]
    [InlineData("I.offer P.answer:2", Refused)]
    [InlineData("I.offer P.answer:1 P.answer:1", Refused)]
    [InlineData("I.offer I.offer P.answer:1", Refused)]
    [InlineData("I.offer I.offer P.answer:2", Relay)]
    [InlineData("P.offer I.offer I.answer:1", Refused)]
    [InlineData("P.offer I.offer P.answer:2", Relay)]
    [InlineData("P.offer I.offer P.answer:1", Refused)]
    [InlineData("I.offer P.offer P.answer:1", Relay)]
    [InlineData("I.offer I.rollback P.answer:1", Refused)]
    [InlineData("I.offer I.left P.answer:1", Refused)]
    [InlineData("I.offer epoch P.answer:1", Refused)]
    [InlineData("I.offer +14.999s P.answer:1", Relay)]
    [InlineData("I.offer +15s P.answer:1", Refused)]
    [InlineData("I.offer +20s P.joined +14s P.answer:1", Relay)]
    [InlineData("I.offer +20s P.joined +15s P.answer:1", Refused)]
    [InlineData("I.offer P.answer:1 P.joined P.answer:1", Refused)]
    public void Answer_AfterAStory_IsTakenForTheOpenOfferOnly(string story, object expected) => Assert.Equal(expected, Tell(story).Outcome);

    [Theory]
    [InlineData("I.offer I.rollback", Relay)]
    [InlineData("I.rollback", Nothing)]
    [InlineData("I.offer P.rollback", Nothing)]
    [InlineData("I.offer I.rollback I.rollback", Nothing)]
    [InlineData("I.offer P.answer:1 I.rollback", Nothing)]
    [InlineData("P.offer I.offer P.rollback", Nothing)]
    [InlineData("I.offer +15s I.rollback", Nothing)]
    [InlineData("I.offer +20s P.joined I.rollback", Relay)]
    public void Rollback_AfterAStory_WithdrawsOnesOwnOpenOfferOnly(string story, object expected) => Assert.Equal(expected, Tell(story).Outcome);

    [Theory]
    [InlineData("I.offer P.offer")]
    [InlineData("I.offer I.answer:1")]
    [InlineData("I.offer P.rollback")]
    public void Decision_NotToRelay_ChangesNothing(string story) => Assert.Equal(Tell("I.offer").Next, Tell(story).Next);

    private static NegotiationDecision Tell(string story)
    {
        var now = DateTimeOffset.UnixEpoch;
        var seq = 0L;
        var last = new NegotiationDecision(Nothing, NegotiationState.Empty);
        foreach (var step in story.Split(' '))
        {
            if (step[0] == '+')
            {
                now += TimeSpan.FromSeconds(double.Parse(step[1..^1], CultureInfo.InvariantCulture));
                continue;
            }

            last = Take(last.Next, step.Split('.', ':'), now);
            if (last.Outcome == Relay)
                last = last with { Next = last.Next.Offerer is not null && last.Next.OfferSeq == 0 ? last.Next.WithOfferSeq(++seq) : last.Next };
        }

        return last;
    }

    private static NegotiationDecision Take(NegotiationState state, string[] step, DateTimeOffset now) => step switch
    {
        ["epoch"] => new(Nothing, NegotiationState.Empty),
        [var user, "offer"] => state.Offer(user, polite: user == "P", now, OpenFor),
        [var user, "answer"] => state.Answer(user, offerSeq: null, now),
        [var user, "answer", var offer] => state.Answer(user, long.Parse(offer, CultureInfo.InvariantCulture), now),
        [var user, "rollback"] => state.Rollback(user, now),
        [var user, "joined"] => new(Nothing, state.Joined(user, now, OpenFor)),
        [var user, "left"] => new(Nothing, state.Left(user)),
        _ => throw new ArgumentException(string.Join('.', step), nameof(step)),
    };
}
