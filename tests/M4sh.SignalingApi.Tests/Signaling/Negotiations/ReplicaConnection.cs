using M4sh.Contracts.Signaling;
using M4sh.Contracts.Tokens;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Signaling;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Signaling.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace M4sh.SignalingApi.Tests.Signaling.Negotiations;

/// <summary>A connection of a replica, without a transport.</summary>
internal sealed class ReplicaConnection : IModelConnection
{
    private readonly ReplicaRoom _room;
    private readonly IServiceProvider _services;
    private readonly SignalingPeer _peer;
    private readonly ReplicaClient _client;

    public ReplicaConnection(ReplicaRoom room, IServiceProvider services, string user, string id, Action<Told> tell)
    {
        (_room, _services, _client) = (room, services, new(room, tell));
        var permissions = Enum.GetValues<MediaPermission>();
        var outbox = new PeerOutbox(_client.CallAsync, _ => _client.End(), new(), TimeProvider.System, NullLogger<PeerOutbox>.Instance);
        _peer = new(new(services.GetRequiredService<SignalingNode>().Id, id), room.SessionId, room.UserOf(user), permissions, "model")
        {
            Token = new(room.SessionId, room.UserOf(user), permissions, id, room.Now, room.Now.AddDays(1)),
            Outbox = outbox,
            Joins = new(1, 1, TimeProvider.System),
        };
        services.GetRequiredService<LocalPeers>().Add(_peer);
        _ = outbox.RunAsync();
    }

    public PeerPlace Place => _peer.Place;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task ExpectAsync(string mark) => _client.ExpectAsync(mark);

    public async ValueTask JoinAsync(string? epoch, long? lastSeq)
    {
        await _services.GetRequiredService<SignalingRouter>().JoinAsync(_peer, new() { Epoch = epoch, LastSeq = lastSeq }, Cancel);
        await _room.SettleAsync(_services);
    }

    public async ValueTask<Reply> SendAsync(Sent message)
    {
        var reply = await AskAsync(message);
        await _room.SettleAsync(_services);
        return _room.IsRepeated(_peer.UserId, reply) ? reply with { Repeated = true } : reply;
    }

    public async ValueTask CloseAsync()
    {
        _room.Closed(_peer.Place.ConnectionId);
        _services.GetRequiredService<LocalPeers>().Remove(_peer);
        _peer.Outbox.Complete();
        _client.End();
        await _services.GetRequiredService<SignalingRouter>().DisconnectedAsync(_peer);
        await _room.SettleAsync(_services);
    }

    private async Task<Reply> AskAsync(Sent message)
    {
        var relay = _services.GetRequiredService<MessageRelay>();
        try
        {
            var ack = await (message.Type switch
            {
                "offer" => relay.OfferAsync(_peer, new() { Id = message.Id, Sdp = message.Sdp }),
                "answer" => relay.AnswerAsync(_peer, new() { Id = message.Id, Sdp = message.Sdp, OfferSeq = message.OfferSeq }),
                "rollback" => relay.RollbackAsync(_peer, new() { Id = message.Id }),
                _ => relay.IceCandidateAsync(_peer, new() { Id = message.Id, Candidate = null }),
            });
            return new(message.Id, ack.Seq);
        }
        catch (M4shException exception)
        {
            return new(message.Id, null, exception.Code);
        }
    }
}
