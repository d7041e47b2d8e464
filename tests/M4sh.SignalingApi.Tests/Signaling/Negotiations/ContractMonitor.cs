using M4sh.Contracts.Errors;

namespace M4sh.SignalingApi.Tests.Signaling.Negotiations;

/// <summary>What the server decides, held against the contract's words: never do two offers stand, and `seq` rises by one.</summary>
internal sealed class ContractMonitor
{
    private static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(15);

    private string? _epoch;
    private long _seq;
    private Offer? _last;

    public void Joined(string user, Joined joined, DateTimeOffset now)
    {
        if (_epoch != joined.Epoch)
            (_epoch, _seq, _last) = (joined.Epoch, 0, null);

        // Whoever comes has all the time there is for the offer it is given.
        if (_last?.User != user)
            _last = _last is null ? null : _last with { Until = now + OpenFor };
    }

    public void Decided(string user, Sent message, Reply reply, DateTimeOffset now)
    {
        if (reply.Repeated || reply.Code == ErrorCodes.InvalidRequest)
            return;

        var open = now < _last?.Until ? _last : null;
        var allowed = message.Type switch
        {
            "offer" => open is null || open.User == user || user == ModelCall.Impolite,
            "answer" => open is not null && open.User != user && open.Seq == message.OfferSeq,
            "rollback" => open?.User == user,
            _ => true,
        };
        var refusal = message.Type == "rollback" ? null : ErrorCodes.Glare;
        Assert.True(allowed ? reply is { Seq: not null, Code: null } : reply.Seq is null && reply.Code == refusal, $"{user} {message}: {reply}");
        if (reply.Seq is not { } seq)
            return;

        Assert.True(seq == ++_seq, $"{user} {message}: {reply} after {_seq - 1}");
        _last = message.Type switch
        {
            "offer" => new(user, seq, now + OpenFor),
            "answer" or "rollback" => null,
            _ => _last,
        };
    }

    private sealed record Offer(string User, long Seq, DateTimeOffset Until);
}
