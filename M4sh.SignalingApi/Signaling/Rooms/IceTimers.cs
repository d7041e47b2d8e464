using M4sh.Contracts.Sessions;
using M4sh.SignalingApi.Signaling.Peers;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Signaling.Rooms;

/// <summary>A room's watch over ICE. Whichever node looks first when it is time takes the step, for both peers.</summary>
internal sealed class IceTimers(RoomRedis redis, IOptions<RoomOptions> options)
{
    /// <summary>With this one the session ends; the steps before are told the peers.</summary>
    public const int LastStep = 3;

    public Task ReportAsync(SignalingPeer peer, PeerConnectionState state) => redis.RunAsync(
        IceScripts.Report, peer.RoomKeys, [peer.UserId, state == PeerConnectionState.Connected ? "1" : "0"]);

    /// <returns>The step that is due, 0 for none; the one that the room is at; who is to be told. The peer's deadline is the room's from here on.</returns>
    public async Task<(int Step, int Reached, IReadOnlyCollection<PeerPlace> Places)> StepAsync(SignalingPeer peer)
    {
        var answer = await redis.RunAsync(
            IceScripts.Step, peer.RoomKeys, [redis.In(TimeSpan.Zero), redis.In(options.Value.AnswerTimeout)]);
        peer.IceAt = (long)answer[1];
        return ((int)answer[0], (int)answer[3], RoomRedis.Places(answer[2]).Values);
    }
}
