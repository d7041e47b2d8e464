using M4sh.QosWorker.Tests.Support;
using M4sh.TestSupport;
using Npgsql;

namespace M4sh.QosWorker.Tests.Data;

/// <summary>What the database refuses by itself, whatever the services do.</summary>
public sealed class ConstraintTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(1, PostgresErrorCodes.UniqueViolation)]
    [InlineData(2, PostgresErrorCodes.UniqueViolation)]
    [InlineData(3, PostgresErrorCodes.CheckViolation)]
    public async Task Participants_ThirdActive_IsRefused(int place, string error)
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await AddSessionAsync(worker, Ids.Session, lesson: null);
        await AddParticipantAsync(worker, "ada", 1);
        await AddParticipantAsync(worker, "bob", 2);

        var exception = await Assert.ThrowsAsync<PostgresException>(() => AddParticipantAsync(worker, "cyd", place));

        Assert.Equal(error, exception.SqlState);
    }

    [Fact]
    public async Task Participants_RacingForTheLastPlace_OneGetsIt()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await AddSessionAsync(worker, Ids.Session, lesson: null);
        await AddParticipantAsync(worker, "ada", 1);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async racer =>
        {
            try
            {
                return await AddParticipantAsync(worker, $"racer-{racer}", 2);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                return 0;
            }
        }));

        Assert.Equal(1, outcomes.Sum());
    }

    [Fact]
    public async Task Participants_PlaceOfOneWhoLeft_IsFree()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await AddSessionAsync(worker, Ids.Session, lesson: null);
        await AddParticipantAsync(worker, "ada", 1);
        await AddParticipantAsync(worker, "bob", 2);
        await worker.ExecuteAsync("UPDATE participants SET left_at = now() WHERE user_id = 'bob'");

        Assert.Equal(1, await AddParticipantAsync(worker, "cyd", 2));
    }

    [Fact]
    public async Task Sessions_SecondOpenOneForALesson_IsRefused()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await AddSessionAsync(worker, Ids.Session, "lesson-1");

        var exception = await Assert.ThrowsAsync<PostgresException>(() => AddSessionAsync(worker, Ids.OtherSession, "lesson-1"));

        Assert.Equal(PostgresErrorCodes.UniqueViolation, exception.SqlState);
    }

    [Fact]
    public async Task Sessions_LessonWhoseSessionEnded_MayHaveAnother()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await AddSessionAsync(worker, Ids.Session, "lesson-1");
        await worker.ExecuteAsync("UPDATE sessions SET status = 'ended', ended_at = now()");

        Assert.Equal(1, await AddSessionAsync(worker, Ids.OtherSession, "lesson-1"));
    }

    [Fact]
    public async Task Sessions_EndedWithoutAnEnd_IsRefused()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await AddSessionAsync(worker, Ids.Session, lesson: null);

        var exception = await Assert.ThrowsAsync<PostgresException>(() => worker.ExecuteAsync("UPDATE sessions SET status = 'ended'"));

        Assert.Equal(PostgresErrorCodes.CheckViolation, exception.SqlState);
    }

    private static Task<int> AddSessionAsync(Worker worker, Guid id, string? lesson) => worker.ExecuteAsync(
        $"""
        INSERT INTO sessions (id, lesson_id, status, created_by, created_at, metadata, host_permissions, guest_permissions)
        VALUES ('{id}', {(lesson is null ? "NULL" : $"'{lesson}'")}, 'waiting', 'ada', now(), '{"{}"}', '{"{}"}', '{"{}"}')
        """);

    private static Task<int> AddParticipantAsync(Worker worker, string user, int place) => worker.ExecuteAsync(
        $"""
        INSERT INTO participants (session_id, user_id, place, role, connection_state, audio_muted, video_muted, joined_at)
        VALUES ('{Ids.Session}', '{user}', {place}, 'guest', 'new', false, false, now())
        """);
}
