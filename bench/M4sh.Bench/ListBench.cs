using System.Globalization;
using Npgsql;

namespace M4sh.Bench;

/// <summary>Pages of a table of a million sessions: what Postgres says of the statements that the API itself sends.</summary>
internal static class ListBench
{
    private const double GoalMilliseconds = 5;

    public static async Task<int> RunAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        await using var stack = await BenchStack.StartAsync(cancellationToken);
        await using var source = NpgsqlDataSource.Create(stack.ConnectionString);
        await FillAsync(source, options.Get("sessions", 1_000_000), cancellationToken);

        var slowest = 0.0;
        foreach (var (name, user, admin, query) in Pages())
        {
            using var client = stack.As(user, admin);
            for (var i = 0; i < 5; i++)
            {
                using var response = await client.GetAsync(new Uri($"sessions/?limit=50{query}", UriKind.Relative), cancellationToken);
                response.EnsureSuccessStatusCode();
            }

            var plan = await LastPlanAsync(stack, cancellationToken);
            var milliseconds = plan.Time;
            slowest = Math.Max(slowest, milliseconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"### {name}: {milliseconds:F2} ms in the database\n\n```\n{plan.Text}\n```\n"));
        }

        return slowest < GoalMilliseconds ? 0 : 1;
    }

    private static IEnumerable<(string Name, string User, bool Admin, string Query)> Pages() =>
    [
        ("a teacher's ended sessions", "teacher-7", false, "&status=ended"),
        ("a student's sessions", "student-4711", false, ""),
        ("an invited user's sessions that wait", "invitee-50", false, "&status=waiting"),
        ("an admin's ended sessions", "boss", true, "&status=ended"),
        ("an admin's sessions of a lesson", "boss", true, "&lesson_id=lesson-502"),
        ("an admin's sessions that are connected", "boss", true, "&status=connected"),
    ];

    private static async Task FillAsync(NpgsqlDataSource source, int count, CancellationToken cancellationToken)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"filling {count} sessions …\n"));
        foreach (var sql in (string[])[
            """
            INSERT INTO sessions (id, lesson_id, status, created_by, created_at, started_at, ended_at, end_reason, metadata, invitees, host_permissions, guest_permissions)
            SELECT (lpad(to_hex(1700000000000 + i), 12, '0') || '7000' || '8000' || lpad(to_hex(i), 12, '0'))::uuid,
                CASE WHEN i % 2 = 0 THEN 'lesson-' || (CASE WHEN i % 500 = 0 THEN 'open-' || i ELSE (i % 5000)::text END) END,
                CASE WHEN i % 500 = 0 THEN CASE WHEN i % 1000 = 0 THEN 'connected' ELSE 'waiting' END ELSE 'ended' END,
                'teacher-' || i % 1000, now(), CASE WHEN i % 1000 = 0 THEN now() END,
                CASE WHEN i % 500 <> 0 THEN now() END, CASE WHEN i % 500 <> 0 THEN 'hangup' END, '{"course": "fr"}',
                CASE WHEN i % 10 = 0 THEN ARRAY['invitee-' || (i / 10) % 1000] END, '{audio,video}', '{audio,video}'
            FROM generate_series(1, @count) i
            """,
            """
            INSERT INTO participants (session_id, user_id, place, role, connection_state, audio_muted, video_muted, joined_at, left_at)
            SELECT s.id, CASE place WHEN 1 THEN s.created_by ELSE 'student-' || abs(hashtext(s.id::text)) % 20000 END, place, 'host', 'closed', false, false,
                s.created_at, s.ended_at
            FROM sessions s, generate_series(1, 2) place
            """,
            "VACUUM ANALYZE"])
        {
            await using var command = source.CreateCommand(sql);
            command.CommandTimeout = 600;
            if (sql.Contains("@count", StringComparison.Ordinal))
                command.Parameters.AddWithValue("count", count);

            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        // From here on the server writes down how it ran what it is asked.
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        foreach (var sql in (string[])["LOAD 'auto_explain'", "ALTER SYSTEM SET session_preload_libraries = 'auto_explain'", "ALTER SYSTEM SET auto_explain.log_min_duration = 0",
            "ALTER SYSTEM SET auto_explain.log_analyze = on", "ALTER SYSTEM SET auto_explain.log_buffers = on", "SELECT pg_reload_conf()",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"])
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>The plan of the last list that was read, from the server's log.</summary>
    private static async Task<(double Time, string Text)> LastPlanAsync(BenchStack stack, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
        var log = stack.Postgres.Output;
        var entry = log.Split("LOG:  duration: ").Last(text => text.Contains("plan:", StringComparison.Ordinal) && text.Contains("ORDER BY s.id DESC", StringComparison.Ordinal));
        var time = double.Parse(entry[..entry.IndexOf(" ms", StringComparison.Ordinal)], CultureInfo.InvariantCulture);
        var plan = entry.Split('\n').SkipWhile(line => !line.Contains("(cost=", StringComparison.Ordinal)).TakeWhile(line => line.StartsWith('\t'));
        return (time, string.Join('\n', plan.Select(line => line.TrimStart('\t'))));
    }
}
