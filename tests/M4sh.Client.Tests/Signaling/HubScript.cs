using System.Text.Json;
using System.Threading.Channels;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using Microsoft.AspNetCore.SignalR;

namespace M4sh.Client.Tests.Signaling;

/// <summary>What <see cref="FakeHub"/> does and has seen.</summary>
public sealed class HubScript
{
    /// <summary>The one token that is let in.</summary>
    public string Token { get; set; } = FakeServer.Token;

    public Channel<object> Received { get; } = Channel.CreateUnbounded<object>();

    public Channel<HubCallerContext> Connections { get; } = Channel.CreateUnbounded<HubCallerContext>();

    public Func<JoinMessage, ISignalingClient, Task> OnJoin { get; set; } = (_, caller) => caller.Joined(Joined("e1", 0));

    public Func<OfferMessage, ISignalingClient, Task> OnOffer { get; set; } = (_, _) => Task.CompletedTask;

    public static JoinedMessage Joined(string epoch, long seq)
    {
        var self = new Participant
        {
            UserId = "ann",
            Role = ParticipantRole.Host,
            Polite = false,
            ConnectionState = PeerConnectionState.New,
            AudioMuted = false,
            VideoMuted = false,
            JoinedAt = DateTimeOffset.UnixEpoch,
        };
        return new()
        {
            Session = new()
            {
                Id = Guid.Empty,
                Status = SessionStatus.Waiting,
                CreatedBy = "ann",
                CreatedAt = DateTimeOffset.UnixEpoch,
                Participants = [self],
                Metadata = JsonElement.Parse("{}"),
            },
            Self = self,
            Polite = false,
            Peers = [],
            Permissions = [],
            IceServers = [],
            IceServersExpiresAt = DateTimeOffset.UnixEpoch,
            IceCandidateTimeout = 10,
            Epoch = epoch,
            Seq = seq,
            Resumed = false,
        };
    }
}
