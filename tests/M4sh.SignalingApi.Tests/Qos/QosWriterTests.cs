using M4sh.Contracts.Errors;
using M4sh.Contracts.Qos;
using M4sh.Data.Qos;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Qos;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace M4sh.SignalingApi.Tests.Qos;

public sealed class QosWriterTests(ApiFixture fixture) : ApiTests(fixture)
{
    private static readonly QosSample Sample = new() { RttMs = 10, PacketLossPct = 0, JitterMs = 1 };

    private QosQueue Queue => Api.Services.GetRequiredService<QosQueue>();

    [Fact]
    public async Task Add_MoreThanTheLimitWait_IsUnavailableAndTheOthersStay()
    {
        var queue = new QosQueue(Options.Create(new QosOptions { QueueLimit = 3, GroupLimit = 2 }));
        var sender = new QosSender(Guid.Empty, "ann");
        var (first, second, third) = (Write(sender, 2), Write(sender, 2), Write(sender, 1));
        queue.Add(first);

        var refusal = Assert.Throws<M4shException>(() => queue.Add(second));
        queue.Add(third);

        Assert.Equal(ErrorCodes.Unavailable, refusal.Code);
        Assert.NotNull(refusal.RetryAfter);
        Assert.Equal(3, queue.Waiting);
        Assert.Equal([first], await queue.TakeAsync());
        Assert.Equal([third], await queue.TakeAsync());
        Assert.Equal(0, queue.Waiting);
    }

    [Fact]
    public async Task Take_SeveralWriters_EachGetsItsShareOfWhatIsOnItsWay()
    {
        var queue = new QosQueue(Options.Create(new QosOptions { Writers = 2 }));
        Fill(64);

        var first = await queue.TakeAsync();
        var second = await queue.TakeAsync();
        queue.Release(first);
        Fill(32);
        var third = await queue.TakeAsync();

        Assert.Equal((32, 32, 32), (first.Count, second.Count, third.Count));

        void Fill(int count)
        {
            for (var i = 0; i < count; i++)
                queue.Add(Write(new(Guid.Empty, $"user-{i}"), 1));
        }
    }

    [Fact]
    public async Task Take_FewSamples_AreNotShared()
    {
        var queue = new QosQueue(Options.Create(new QosOptions { Writers = 2 }));
        for (var i = 0; i < 16; i++)
            queue.Add(Write(new(Guid.Empty, $"user-{i}"), 1));

        Assert.Equal(16, (await queue.TakeAsync()).Count);
    }

    [Fact]
    public async Task Take_AbandonedByItsCaller_IsNotWritten()
    {
        var queue = new QosQueue(Options.Create(new QosOptions()));
        using var gone = new CancellationTokenSource();
        var (abandoned, other) = (Write(new(Guid.Empty, "ann"), 1, gone.Token), Write(new(Guid.Empty, "bob"), 1));
        queue.Add(abandoned);
        queue.Add(other);
        await gone.CancelAsync();

        Assert.Equal([other], await queue.TakeAsync());
        Assert.True(abandoned.Done.IsCanceled);
    }

    [Fact]
    public async Task Complete_WhatWaits_IsStillTakenAndNothingElse()
    {
        var queue = new QosQueue(Options.Create(new QosOptions()));
        var write = Write(new(Guid.Empty, "ann"), 1);
        queue.Add(write);
        queue.Complete();

        Assert.Throws<M4shException>(() => queue.Add(write));
        Assert.Equal([write], await queue.TakeAsync());
        Assert.Empty(await queue.TakeAsync());
    }

    [Fact]
    public async Task Write_ManyCallers_EachGetsItsOwnAnswer()
    {
        var (session, _, _) = await StartCallAsync();
        var user = session.Participants[0].UserId;
        var ingest = Api.Services.GetRequiredService<QosIngest>();
        var outcomes = Enumerable.Range(0, 300).Select(async i =>
        {
            var (id, sender) = (i % 3) switch
            {
                0 => (session.Id, user),
                1 => (Guid.CreateVersion7(), user),
                _ => (session.Id, "a stranger"),
            };
            try
            {
                await ingest.StoreAsync(id, sender, [Sample], Cancelled);
                return "stored";
            }
            catch (M4shException refusal)
            {
                return refusal.Code;
            }
        });

        var codes = await Task.WhenAll(outcomes);

        Assert.Equal(["stored", ErrorCodes.NotFound, ErrorCodes.Forbidden], codes.Take(3));
        Assert.All(codes.CountBy(code => code), code => Assert.Equal(100, code.Value));
        await using var db = Fixture.CreateDbContext();
        Assert.Equal(100, await db.QosSamples.CountAsync(sample => sample.SessionId == session.Id, Cancelled));
    }

    [Fact]
    public async Task Store_WhomItConcernsIsNotToldYet_AnswersAllTheSame()
    {
        var (session, _, _) = await StartCallAsync();
        var never = new Never();
        var ingest = ActivatorUtilities.CreateInstance<QosIngest>(Api.Services, never);

        await ingest.StoreAsync(session.Id, session.Participants[0].UserId, [Sample], Cancelled);

        Assert.True(never.IsAsked);
    }

    [Fact]
    public async Task Write_OneThatCannotBeStored_FailsAloneInItsGroup()
    {
        var (session, _, _) = await StartCallAsync();
        var sender = new QosSender(session.Id, session.Participants[0].UserId);

        // No partition takes it.
        var bad = new QosWrite(sender, [new(sender.SessionId, sender.UserId, DateTimeOffset.UnixEpoch, Sample)], Cancelled);
        var good = Enumerable.Range(0, 20).Select(_ => Write(sender, 2)).ToList();
        var writes = good[..10].Append(bad).Concat(good[10..]).ToList();
        writes.ForEach(Queue.Add);

        await Assert.ThrowsAsync<PostgresException>(() => bad.Done.WaitAsync(Cancelled));
        Assert.All(await Task.WhenAll(good.Select(write => write.Done)).WaitAsync(Cancelled), added => Assert.Equal(2, added.Count));
    }

    [Fact]
    public async Task Write_TheSameIdByTwo_IsNewOnce()
    {
        var (session, _, _) = await StartCallAsync();
        var sender = new QosSender(session.Id, session.Participants[0].UserId);
        var row = new QosRow(sender.SessionId, sender.UserId, TimeProvider.System.GetUtcNow(), Sample with { Id = "one" });
        var first = new QosWrite(sender, [row], Cancelled);
        Queue.Add(first);
        Assert.Equal([row.Sample], await first.Done.WaitAsync(Cancelled));
        var another = row with { Sample = Sample with { Id = "two" } };
        var again = new QosWrite(sender, [row, another], Cancelled);
        Queue.Add(again);

        Assert.Equal([another.Sample], await again.Done.WaitAsync(Cancelled));
    }

    [Fact]
    public async Task Insert_Resend_IsNoErrorToPostgres()
    {
        var (session, _, _) = await StartCallAsync();
        var now = TimeProvider.System.GetUtcNow();
        var row = new QosRow(session.Id, session.Participants[0].UserId, now, Sample with { Id = "one" });
        var another = row with { Sample = Sample with { Id = "two" } };
        await using var connection = await ConnectAsync();

        // In which nothing goes on after an error.
        await using var transaction = await connection.BeginTransactionAsync(Cancelled);
        Assert.True((await QosSampleStore.InsertAllowedAsync(connection, [row], now, Cancelled)).IsNew(row));
        var stored = await QosSampleStore.InsertAllowedAsync(connection, [row, another], now, Cancelled);

        Assert.False(stored.IsNew(row));
        Assert.True(stored.IsNew(another));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Insert_ResendBesideTheFirst_WaitsForItAndIsStoredOnce(bool isClockOff)
    {
        var (session, _, _) = await StartCallAsync();
        var now = TimeProvider.System.GetUtcNow();
        var row = new QosRow(session.Id, session.Participants[0].UserId, now, Sample with { Id = "one" }) { IsRetimed = isClockOff };
        await using var one = await ConnectAsync();
        await using var other = await ConnectAsync();
        await using var transaction = await one.BeginTransactionAsync(Cancelled);
        Assert.True((await QosSampleStore.InsertAllowedAsync(one, [row], now, Cancelled)).IsNew(row));

        var again = QosSampleStore.InsertAllowedAsync(other, [row with { RecordedAt = isClockOff ? now.AddSeconds(1) : now }], now, Cancelled);
        await UntilWaitingAsync(other.ProcessID);
        await transaction.CommitAsync(Cancelled);

        Assert.False((await again).IsNew(row));
        await using var db = Fixture.CreateDbContext();
        Assert.Equal(1, await db.QosSamples.CountAsync(sample => sample.SessionId == session.Id, Cancelled));
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        await using var db = Fixture.CreateDbContext();
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(db.Database.GetConnectionString()) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Cancelled);
        return connection;
    }

    // Postgres tells nobody when a statement comes to wait: ask until it does.
    private async Task UntilWaitingAsync(int pid)
    {
        await using var db = Fixture.CreateDbContext();
        while (!await db.Database.SqlQuery<bool>($"""SELECT EXISTS (SELECT FROM pg_locks WHERE pid = {pid} AND NOT granted) AS "Value" """).SingleAsync(Cancelled))
            Cancelled.ThrowIfCancellationRequested();
    }

    private static QosWrite Write(QosSender sender, int samples, CancellationToken? abandoned = null) => new(
        sender, [.. Enumerable.Range(0, samples).Select(_ => new QosRow(sender.SessionId, sender.UserId, TimeProvider.System.GetUtcNow(), Sample))], abandoned ?? Cancelled);

    private sealed class Never : IQualityNotifier
    {
        public bool IsAsked { get; private set; }

        public Task SampledAsync(Guid sessionId, string userId, IReadOnlyList<QosSample> samples)
        {
            IsAsked = true;
            return new TaskCompletionSource().Task;
        }
    }
}
