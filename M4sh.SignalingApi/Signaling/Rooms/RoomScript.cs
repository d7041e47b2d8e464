using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace M4sh.SignalingApi.Signaling.Rooms;

/// <summary>A script that Redis runs as one.</summary>
/// <param name="name">Its name in traces.</param>
/// <param name="text">The script.</param>
internal sealed class RoomScript(string name, string text)
{
    public string Name => name;

    public string Text => text;

    /// <summary>What Redis knows it by: EVALSHA takes the SHA-1, https://redis.io/docs/latest/commands/evalsha/.</summary>
    public byte[] Hash { get; } = Sha1(text);

    [SuppressMessage("Security", "CA5350", Justification = "It names the script, as Redis does.")]
    private static byte[] Sha1(string text) => SHA1.HashData(Encoding.UTF8.GetBytes(text));
}
