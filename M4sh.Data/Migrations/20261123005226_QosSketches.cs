using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace M4sh.Data.Migrations
{
    /// <inheritdoc />
    public partial class QosSketches : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "call_hours",
                columns: table => new
                {
                    bucket_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    end_reason = table.Column<string>(type: "text", nullable: false),
                    sessions = table.Column<long>(type: "bigint", nullable: false),
                    attempted = table.Column<long>(type: "bigint", nullable: false),
                    connected = table.Column<long>(type: "bigint", nullable: false),
                    setup_seconds = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_call_hours", x => new { x.bucket_start, x.end_reason });
                });

            migrationBuilder.CreateTable(
                name: "qos_overall_hours",
                columns: table => new
                {
                    bucket_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    quality = table.Column<string>(type: "text", nullable: false),
                    candidate_type = table.Column<string>(type: "text", nullable: false),
                    nat_type = table.Column<string>(type: "text", nullable: false),
                    excellent = table.Column<long>(type: "bigint", nullable: false),
                    good = table.Column<long>(type: "bigint", nullable: false),
                    poor = table.Column<long>(type: "bigint", nullable: false),
                    rtt_ms = table.Column<byte[]>(type: "bytea", nullable: false),
                    packet_loss_pct = table.Column<byte[]>(type: "bytea", nullable: false),
                    jitter_ms = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_qos_overall_hours", x => new { x.bucket_start, x.quality, x.candidate_type, x.nat_type });
                });

            migrationBuilder.CreateTable(
                name: "qos_overall_minutes",
                columns: table => new
                {
                    bucket_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    excellent = table.Column<long>(type: "bigint", nullable: false),
                    good = table.Column<long>(type: "bigint", nullable: false),
                    poor = table.Column<long>(type: "bigint", nullable: false),
                    rtt_ms = table.Column<byte[]>(type: "bytea", nullable: false),
                    packet_loss_pct = table.Column<byte[]>(type: "bytea", nullable: false),
                    jitter_ms = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_qos_overall_minutes", x => x.bucket_start);
                });

            migrationBuilder.CreateTable(
                name: "qos_session_hours",
                columns: table => new
                {
                    bucket_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    excellent = table.Column<long>(type: "bigint", nullable: false),
                    good = table.Column<long>(type: "bigint", nullable: false),
                    poor = table.Column<long>(type: "bigint", nullable: false),
                    rtt_ms = table.Column<byte[]>(type: "bytea", nullable: false),
                    packet_loss_pct = table.Column<byte[]>(type: "bytea", nullable: false),
                    jitter_ms = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_qos_session_hours", x => new { x.session_id, x.user_id, x.bucket_start });
                });

            migrationBuilder.CreateTable(
                name: "qos_tiers",
                columns: table => new
                {
                    tier = table.Column<string>(type: "text", nullable: false),
                    kept_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_qos_tiers", x => x.tier);
                });

            migrationBuilder.CreateIndex(
                name: "ix_sessions_created_at",
                table: "sessions",
                column: "created_at")
                .Annotation("Npgsql:IndexMethod", "brin")
                .Annotation("Npgsql:StorageParameter:autosummarize", true);

            migrationBuilder.CreateIndex(
                name: "ix_qos_session_hours_bucket_start",
                table: "qos_session_hours",
                column: "bucket_start");

            // Sample by sample in the order of their transactions (QosRollup): the rollups begin anew, from the samples that are there.
            // Samples lie in the order of their time, so a BRIN index finds a window's, and costs an insert next to nothing.
            migrationBuilder.Sql(
                """
                ALTER TABLE qos_samples ADD COLUMN ingest_xact xid8 NOT NULL DEFAULT pg_current_xact_id();
                CREATE INDEX ix_qos_samples_shard_ingest_xact ON qos_samples ((get_byte(uuid_send(session_id), 15) & 7), ingest_xact);
                DROP INDEX ix_qos_samples_recorded_at;
                CREATE INDEX ix_qos_samples_recorded_at ON qos_samples USING brin (recorded_at) WITH (pages_per_range = 16, autosummarize = on);

                CREATE TABLE qos_rollup_shards (shard smallint PRIMARY KEY, watermark pg_snapshot NOT NULL);
                INSERT INTO qos_rollup_shards SELECT shard, '3:3:' FROM generate_series(0, 7) AS shard;

                DROP TABLE qos_minutes;
                CREATE TABLE qos_minutes (
                    session_id uuid NOT NULL,
                    user_id text NOT NULL,
                    bucket_start timestamptz NOT NULL,
                    excellent bigint NOT NULL,
                    good bigint NOT NULL,
                    poor bigint NOT NULL,
                    rtt_ms bytea NOT NULL,
                    packet_loss_pct bytea NOT NULL,
                    jitter_ms bytea NOT NULL,
                    PRIMARY KEY (session_id, user_id, bucket_start)
                ) PARTITION BY RANGE (bucket_start);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP TABLE qos_minutes;
                CREATE TABLE qos_minutes (
                    session_id uuid NOT NULL,
                    user_id character varying(128) NOT NULL,
                    bucket_start timestamptz NOT NULL,
                    samples bigint NOT NULL,
                    jitter_ms_avg double precision NOT NULL,
                    jitter_ms_max double precision NOT NULL,
                    jitter_ms_min double precision NOT NULL,
                    jitter_ms_p50 double precision NOT NULL,
                    jitter_ms_p95 double precision NOT NULL,
                    jitter_ms_p99 double precision NOT NULL,
                    packet_loss_pct_avg double precision NOT NULL,
                    packet_loss_pct_max double precision NOT NULL,
                    packet_loss_pct_min double precision NOT NULL,
                    packet_loss_pct_p50 double precision NOT NULL,
                    packet_loss_pct_p95 double precision NOT NULL,
                    packet_loss_pct_p99 double precision NOT NULL,
                    rtt_ms_avg double precision NOT NULL,
                    rtt_ms_max double precision NOT NULL,
                    rtt_ms_min double precision NOT NULL,
                    rtt_ms_p50 double precision NOT NULL,
                    rtt_ms_p95 double precision NOT NULL,
                    rtt_ms_p99 double precision NOT NULL,
                    CONSTRAINT pk_qos_minutes PRIMARY KEY (session_id, user_id, bucket_start)
                );
                CREATE INDEX ix_qos_minutes_bucket_start ON qos_minutes (bucket_start);
                DROP TABLE qos_rollup_shards;
                DROP INDEX ix_qos_samples_recorded_at;
                CREATE INDEX ix_qos_samples_recorded_at ON qos_samples (recorded_at);
                ALTER TABLE qos_samples DROP COLUMN ingest_xact;
                """);

            migrationBuilder.DropTable(
                name: "call_hours");

            migrationBuilder.DropTable(
                name: "qos_overall_hours");

            migrationBuilder.DropTable(
                name: "qos_overall_minutes");

            migrationBuilder.DropTable(
                name: "qos_session_hours");

            migrationBuilder.DropTable(
                name: "qos_tiers");

            migrationBuilder.DropIndex(
                name: "ix_sessions_created_at",
                table: "sessions");
        }
    }
}
