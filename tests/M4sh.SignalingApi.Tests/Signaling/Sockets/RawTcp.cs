using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace M4sh.SignalingApi.Tests.Signaling.Sockets;

/// <summary>A WebSocket by hand, for what a library of them does not do: it answers no pings, and sends what it likes.</summary>
public sealed class RawTcp : IAsyncDisposable
{
    public const int Text = 1;
    public const int Close = 8;
    public const int Ping = 9;

    private readonly TcpClient _client = new() { ReceiveBufferSize = 4096 };

    private NetworkStream Stream => _client.GetStream();

    public static async Task<RawTcp> ConnectAsync(ApiReplica replica, Guid sessionId, string token, CancellationToken cancellationToken)
    {
        var raw = new RawTcp();
        await raw._client.ConnectAsync("127.0.0.1", replica.Address.Port, cancellationToken);
        var request = $"GET /ws/webrtc/{sessionId}/?token={token} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
        await raw.Stream.WriteAsync(Encoding.ASCII.GetBytes(request), cancellationToken);
        var answer = new StringBuilder();
        var one = new byte[1];
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await raw.Stream.ReadExactlyAsync(one, cancellationToken);
            answer.Append((char)one[0]);
        }

        Assert.StartsWith("HTTP/1.1 101", answer.ToString(), StringComparison.Ordinal);
        return raw;
    }

    public async Task SendAsync(int opcode, string payload, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(payload);
        Assert.True(bytes.Length < 126);

        // A mask of zeros is one too.
        await Stream.WriteAsync((byte[])[(byte)(0x80 | opcode), (byte)(0x80 | bytes.Length), 0, 0, 0, 0, .. bytes], cancellationToken);
    }

    public async Task<(int Opcode, byte[] Payload)> ReadAsync(CancellationToken cancellationToken)
    {
        var head = new byte[2];
        await Stream.ReadExactlyAsync(head, cancellationToken);
        long length = head[1];
        if (length >= 126)
        {
            var extended = new byte[length == 126 ? 2 : 8];
            await Stream.ReadExactlyAsync(extended, cancellationToken);
            length = length == 126 ? BinaryPrimitives.ReadUInt16BigEndian(extended) : BinaryPrimitives.ReadInt64BigEndian(extended);
        }

        var payload = new byte[length];
        await Stream.ReadExactlyAsync(payload, cancellationToken);
        return (head[0] & 0xF, payload);
    }

    /// <summary>The next frame of this kind.</summary>
    public async Task<byte[]> UntilAsync(int opcode, CancellationToken cancellationToken)
    {
        while (true)
        {
            var frame = await ReadAsync(cancellationToken);
            if (frame.Opcode == opcode)
                return frame.Payload;
        }
    }

    /// <summary>Until the other side is gone.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        var scratch = new byte[4096];
        try
        {
            while (await Stream.ReadAsync(scratch, cancellationToken) > 0)
            {
                // What it had to say before.
            }
        }
        catch (IOException)
        {
            // Reset, which is an end too.
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
