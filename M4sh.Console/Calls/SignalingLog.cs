using System.Text;
using System.Text.Json;
using M4sh.Client.Signaling;
using M4sh.Contracts.Json;
using M4sh.Contracts.Signaling;

namespace M4sh.Console.Calls;

/// <summary>The signaling messages of a call, the last 500. Safe to use from several threads.</summary>
public sealed class SignalingLog
{
    public const int Capacity = 500;

    private readonly Lock _lock = new();
    private readonly List<SignalingEntry> _entries = [];
    private int _count;

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<SignalingEntry> Entries
    {
        get
        {
            lock (_lock)
                return [.. _entries];
        }
    }

    /// <summary>All that there were.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Add(TimeSpan at, string side, SignalingTraffic traffic)
    {
        var message = JsonSerializer.SerializeToElement(traffic.Message, traffic.Message.GetType(), M4shJson.Options);
        long? seq = message.TryGetProperty("seq", out var number) && number.ValueKind == JsonValueKind.Number ? number.GetInt64() : null;
        var bytes = Encoding.UTF8.GetByteCount(message.GetRawText());
        var (payload, sdp) = SignalingMask.Apply(message);
        var entry = new SignalingEntry(0, at, side, traffic.IsSent, traffic.Type, seq, bytes, payload, sdp)
        {
            Id = message.TryGetProperty("id", out var id) ? id.GetString() : null,
        };
        lock (_lock)
        {
            _entries.Add(entry with { Number = ++_count });
            if (_entries.Count > Capacity)
            {
                _entries.RemoveAt(0);
            }

            if (traffic is { IsSent: false, Message: Ack { Seq: not null } })
            {
                Number(entry);
            }
        }
    }

    // What was sent got its number from the server, with the ack.
    private void Number(SignalingEntry ack)
    {
        var sent = _entries.FindLastIndex(each => each.IsSent && each.Id == ack.Id && each.Side == ack.Side);
        if (sent >= 0)
        {
            _entries[sent] = _entries[sent] with { Seq = ack.Seq };
        }
    }
}
