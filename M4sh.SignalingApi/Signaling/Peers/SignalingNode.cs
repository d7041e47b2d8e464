using M4sh.ServiceDefaults;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>
/// This run of this replica, as the others address it. A replica that comes back under its old name is another node: what Redis still
/// holds of the former run must not look like a connection of this one.
/// </summary>
internal sealed class SignalingNode(ServiceInstance instance, TimeProvider time)
{
    private const int RandomDigits = 12;

    public string Id { get; } = $"{instance.Id}-{Guid.CreateVersion7(time.GetUtcNow()).ToString("N")[^RandomDigits..]}";

    /// <summary>The pub/sub channel on which a node gets what is for its connections.</summary>
    public static string ChannelOf(string node) => $"m4sh:node:{node}";
}
