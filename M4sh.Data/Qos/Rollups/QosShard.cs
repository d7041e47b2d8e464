namespace M4sh.Data.Qos.Rollups;

/// <summary>
/// The samples are shared out over so many shards by the last byte of their session's id, and each is rolled up by one worker at a time, who holds its row
/// in <c>qos_rollup_shards</c>. So everything of one session is written by one at a time.
/// </summary>
public static class QosShard
{
    public const int Count = 8;

    /// <summary>The shard of a sample in SQL: the expression that is indexed.</summary>
    public const string Sql = "(get_byte(uuid_send(session_id), 15) & 7)";

    public static int Of(Guid sessionId)
    {
        Span<byte> bytes = stackalloc byte[16];
        sessionId.TryWriteBytes(bytes, bigEndian: true, out _);
        return bytes[15] % Count;
    }
}
