using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace M4sh.Console.Runs;

/// <summary>A test call's report, in the row of its <see cref="TestRun"/>, which lists read without it.</summary>
public sealed class TestRunDocument
{
    public Guid Id { get; init; }

    /// <summary>The report's, see <see cref="Verdicts.CallReport.CurrentVersion"/>.</summary>
    public int Version { get; init; }

    /// <summary>JSON of a <see cref="Verdicts.CallReport"/>.</summary>
    public required string Report { get; init; }
}

internal sealed class TestRunDocumentConfiguration : IEntityTypeConfiguration<TestRunDocument>
{
    public void Configure(EntityTypeBuilder<TestRunDocument> builder)
    {
        builder.ToTable("test_runs");
        builder.HasKey(document => document.Id);
        builder.Property(document => document.Report).HasColumnType("jsonb");
    }
}
