using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace M4sh.Console.Runs.Migrations
{
    /// <inheritdoc />
    public partial class TestRuns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "console");

            migrationBuilder.CreateTable(
                name: "test_runs",
                schema: "console",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    passed = table.Column<bool>(type: "boolean", nullable: false),
                    problem = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    profile = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    network = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: true),
                    batch_id = table.Column<Guid>(type: "uuid", nullable: true),
                    note = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    setup_seconds = table.Column<double>(type: "double precision", nullable: true),
                    rtt_p95_ms = table.Column<double>(type: "double precision", nullable: true),
                    loss_pct = table.Column<double>(type: "double precision", nullable: true),
                    jitter_p95_ms = table.Column<double>(type: "double precision", nullable: true),
                    mos_median = table.Column<double>(type: "double precision", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    report = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_test_runs", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_test_runs_batch_id",
                schema: "console",
                table: "test_runs",
                column: "batch_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "test_runs",
                schema: "console");
        }
    }
}
