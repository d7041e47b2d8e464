using M4sh.Console.Calls;
using M4sh.Console.Verdicts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace M4sh.Console.Runs;

/// <summary>A test call that is over, as lists show it. The numbers are those of the worse side.</summary>
public sealed class TestRun
{
    public const int MaxNote = 200;

    /// <summary>Version 7: newer ones are greater.</summary>
    public Guid Id { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public bool Passed { get; init; }

    /// <summary>What ended the call before its time.</summary>
    public string? Problem { get; init; }

    /// <summary>Key of the limits.</summary>
    public required string Profile { get; init; }

    /// <summary>Key of the network conditions.</summary>
    public required string Network { get; init; }

    public Guid? SessionId { get; init; }

    public Guid? BatchId { get; init; }

    public string? Note { get; init; }

    public double? SetupSeconds { get; init; }

    public double? RttP95Ms { get; init; }

    public double? LossPct { get; init; }

    public double? JitterP95Ms { get; init; }

    public double? MosMedian { get; init; }

    /// <summary>All of it, in the same row; only there where it was asked for.</summary>
    public TestRunDocument? Document { get; init; }

    /// <param name="call">Is over.</param>
    public static TestRun Of(TestCall call)
    {
        var report = call.Report ?? throw new InvalidOperationException("The call is not over.");
        return new()
        {
            Id = call.Id,
            StartedAt = report.StartedAt,
            Passed = report.Verdict.Passed,
            Problem = report.Verdict.Problem,
            Profile = call.Plan.Limits.Key,
            Network = call.Plan.Network.Key,
            SessionId = report.SessionId,
            BatchId = call.BatchId,
            Note = call.Note,
            SetupSeconds = report.Setup?.TotalSeconds,
            RttP95Ms = Measure.Rtt.WorstOf(report.Sides),
            LossPct = Measure.Loss.WorstOf(report.Sides),
            JitterP95Ms = Measure.Jitter.WorstOf(report.Sides),
            MosMedian = Measure.Mos.WorstOf(report.Sides),
            Document = new() { Id = call.Id, Version = report.Version, Report = report.ToJson() },
        };
    }
}

internal sealed class TestRunConfiguration : IEntityTypeConfiguration<TestRun>
{
    private const int KeyLength = 64;

    public void Configure(EntityTypeBuilder<TestRun> builder)
    {
        builder.ToTable("test_runs");
        builder.HasKey(run => run.Id);
        builder.Property(run => run.Problem).HasMaxLength(KeyLength);
        builder.Property(run => run.Profile).HasMaxLength(KeyLength);
        builder.Property(run => run.Network).HasMaxLength(KeyLength);
        builder.Property(run => run.Note).HasMaxLength(TestRun.MaxNote);
        builder.Property(run => run.RttP95Ms).HasColumnName("rtt_p95_ms");
        builder.Property(run => run.JitterP95Ms).HasColumnName("jitter_p95_ms");
        builder.HasIndex(run => run.BatchId);
        builder.HasOne(run => run.Document).WithOne().HasForeignKey<TestRunDocument>(document => document.Id);
        builder.Navigation(run => run.Document).IsRequired();
    }
}
