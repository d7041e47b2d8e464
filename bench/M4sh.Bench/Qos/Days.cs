using System.Globalization;
using M4sh.Data.Qos;
using M4sh.Data.Qos.Rollups;

namespace M4sh.Bench.Qos;

/// <summary>Samples as they come in calls: of half an hour, two peers each, one sample each 5 s; log-normal RTT, mostly no loss, jitter of wires and radios.</summary>
internal static class Days
{
    public const int MinutesOfCall = 30;

    private const int SamplesAMinute = 12;

    /// <summary>Fills the 24 hours before a whole minute, each minute in a transaction of its own.</summary>
    public static async Task FillAsync(QosDatabase database, DateTimeOffset end, int samples, CancellationToken cancellationToken)
    {
        const int Minutes = 24 * 60;
        var calls = CallsAtATime(samples);
        await database.RunAsync(
            $$"""
            INSERT INTO sessions (id, status, created_by, created_at, started_at, connected_at, ended_at, end_reason, metadata, host_permissions, guest_permissions)
            SELECT {{Id("i")}}, 'ended', 'peer-0', begun, begun, begun + interval '1 s', begun + interval '{{MinutesOfCall}} min', 'hangup', '{}', '{}', '{}'
            FROM (SELECT i, {{Text(end.AddDays(-1))}} + i / {{calls}} * interval '{{MinutesOfCall}} min' AS begun FROM generate_series(0, {{(Minutes / MinutesOfCall * calls) - 1}}) i) AS call;
            INSERT INTO participants (session_id, user_id, place, role, connection_state, audio_muted, video_muted, nat_type, joined_at, left_at)
            SELECT {{Id("i")}}, 'peer-' || place - 1, place, 'host', 'closed', false, false, (ARRAY['open', 'cone', 'symmetric'])[1 + i % 3], now(), now()
            FROM generate_series(0, {{(Minutes / MinutesOfCall * calls) - 1}}) i, generate_series(1, 2) place;
            """, cancellationToken);
        await Parallel.ForAsync(0, Minutes, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellationToken }, async (minute, token) =>
        {
            await database.RunAsync(
                $"""
                INSERT INTO {QosPartitions.Samples} (session_id, user_id, recorded_at, sample_id, direction, rtt_ms, packet_loss_pct, jitter_ms, candidate_type)
                SELECT {Id($"({minute / MinutesOfCall * calls} + i / 2 % {calls})")}, 'peer-' || i % 2, {Text(end.AddDays(-1).AddMinutes(minute))} + random() * interval '59.999 s',
                    i::text, 'outbound', least(60000, 60 * exp(0.8 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()))),
                    CASE WHEN random() < 0.9 THEN 0 ELSE least(100, -2 * ln(1 - random())) END,
                    abs(CASE WHEN random() < 0.7 THEN 3 + 2 * random() ELSE 45 + 16 * random() END), (ARRAY['host', 'srflx', 'relay'])[1 + i % 3]
                FROM generate_series({minute}, {minute + (samples / Minutes) - 1}) i
                """, token);
        });
    }

    /// <summary>Rolls up what is there, as the worker does.</summary>
    public static async Task<long> RollUpAsync(QosDatabase database, CancellationToken cancellationToken)
    {
        const int BatchSize = 10_000;
        var all = 0L;
        for (var shard = 0; shard < QosShard.Count; shard++)
        {
            int rolled;
            do
            {
                await using var db = database.CreateContext();
                rolled = await QosRollup.RollAsync(db, shard, BatchSize, cancellationToken) ?? 0;
                all += rolled;
            }
            while (rolled > 0);
        }

        return all;
    }

    /// <summary>How many calls the samples make.</summary>
    public static int Calls(int samples) => 24 * 60 / MinutesOfCall * CallsAtATime(samples);

    public static Guid Call(int i) => Guid.Parse(string.Create(CultureInfo.InvariantCulture, $"01990000-0000-7000-8000-{i:x12}"));

    public static string Text(DateTimeOffset time) => $"'{time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}'::timestamptz";

    private static int CallsAtATime(int samples) => Math.Max(1, samples / (24 * 60) / SamplesAMinute / 2);

    private static string Id(string i) => $"('01990000-0000-7000-8000-' || lpad(to_hex({i}), 12, '0'))::uuid";
}
