using System;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace M4sh.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "qos_minutes",
                columns: table => new
                {
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    bucket_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    samples = table.Column<long>(type: "bigint", nullable: false),
                    jitter_ms_avg = table.Column<double>(type: "double precision", nullable: false),
                    jitter_ms_max = table.Column<double>(type: "double precision", nullable: false),
                    jitter_ms_min = table.Column<double>(type: "double precision", nullable: false),
                    jitter_ms_p50 = table.Column<double>(type: "double precision", nullable: false),
                    jitter_ms_p95 = table.Column<double>(type: "double precision", nullable: false),
                    jitter_ms_p99 = table.Column<double>(type: "double precision", nullable: false),
                    packet_loss_pct_avg = table.Column<double>(type: "double precision", nullable: false),
                    packet_loss_pct_max = table.Column<double>(type: "double precision", nullable: false),
                    packet_loss_pct_min = table.Column<double>(type: "double precision", nullable: false),
                    packet_loss_pct_p50 = table.Column<double>(type: "double precision", nullable: false),
                    packet_loss_pct_p95 = table.Column<double>(type: "double precision", nullable: false),
                    packet_loss_pct_p99 = table.Column<double>(type: "double precision", nullable: false),
                    rtt_ms_avg = table.Column<double>(type: "double precision", nullable: false),
                    rtt_ms_max = table.Column<double>(type: "double precision", nullable: false),
                    rtt_ms_min = table.Column<double>(type: "double precision", nullable: false),
                    rtt_ms_p50 = table.Column<double>(type: "double precision", nullable: false),
                    rtt_ms_p95 = table.Column<double>(type: "double precision", nullable: false),
                    rtt_ms_p99 = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_qos_minutes", x => new { x.session_id, x.user_id, x.bucket_start });
                });

            migrationBuilder.CreateTable(
                name: "sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    lesson_id = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    created_by = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    connected_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    end_reason = table.Column<string>(type: "text", nullable: true),
                    metadata = table.Column<JsonElement>(type: "jsonb", nullable: false),
                    invitees = table.Column<string[]>(type: "text[]", nullable: true),
                    host_permissions = table.Column<string[]>(type: "text[]", nullable: false),
                    guest_permissions = table.Column<string[]>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sessions", x => x.id);
                    table.CheckConstraint("ck_sessions_ended", "(status = 'ended') = (ended_at IS NOT NULL)");
                });

            migrationBuilder.CreateTable(
                name: "participants",
                columns: table => new
                {
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    place = table.Column<short>(type: "smallint", nullable: false),
                    display_name = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    role = table.Column<string>(type: "text", nullable: false),
                    connection_state = table.Column<string>(type: "text", nullable: false),
                    audio_muted = table.Column<bool>(type: "boolean", nullable: false),
                    video_muted = table.Column<bool>(type: "boolean", nullable: false),
                    nat_type = table.Column<string>(type: "text", nullable: true),
                    candidate_pair = table.Column<JsonElement>(type: "jsonb", nullable: true),
                    joined_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    left_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_participants", x => new { x.session_id, x.user_id });
                    table.CheckConstraint("ck_participants_place", "place IN (1, 2)");
                    table.ForeignKey(
                        name: "fk_participants_sessions_session_id",
                        column: x => x.session_id,
                        principalTable: "sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "session_events",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    type = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    user_id = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    replica = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    data = table.Column<JsonElement>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_session_events", x => x.id);
                    table.ForeignKey(
                        name: "fk_session_events_sessions_session_id",
                        column: x => x.session_id,
                        principalTable: "sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_participants_session_id_place",
                table: "participants",
                columns: new[] { "session_id", "place" },
                unique: true,
                filter: "left_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_participants_user_id",
                table: "participants",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_qos_minutes_bucket_start",
                table: "qos_minutes",
                column: "bucket_start");

            migrationBuilder.CreateIndex(
                name: "ix_session_events_session_id_id",
                table: "session_events",
                columns: new[] { "session_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_sessions_created_by",
                table: "sessions",
                column: "created_by");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_ended_at",
                table: "sessions",
                column: "ended_at",
                filter: "ended_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_lesson_id",
                table: "sessions",
                column: "lesson_id",
                unique: true,
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_status",
                table: "sessions",
                column: "status",
                filter: "ended_at IS NULL");

            // EF has no word for partitions: the raw samples, a partition a day (QosPartitions). The unique index makes a resend
            // with id and recorded_at change nothing, and serves a participant's samples by session.
            migrationBuilder.Sql(
                """
                CREATE TABLE qos_samples (
                    session_id uuid NOT NULL,
                    user_id text NOT NULL,
                    recorded_at timestamptz NOT NULL,
                    sample_id text NULL,
                    kind text NULL,
                    direction text NOT NULL,
                    rtt_ms double precision NOT NULL,
                    packet_loss_pct double precision NOT NULL,
                    jitter_ms double precision NOT NULL,
                    bitrate_kbps double precision NULL,
                    frames_per_second double precision NULL,
                    freeze_count integer NULL,
                    audio_level double precision NULL,
                    frame_width integer NULL,
                    frame_height integer NULL,
                    candidate_type text NULL
                ) PARTITION BY RANGE (recorded_at);
                CREATE UNIQUE INDEX ix_qos_samples_resend ON qos_samples (session_id, user_id, sample_id, recorded_at);
                CREATE INDEX ix_qos_samples_recorded_at ON qos_samples (recorded_at);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TABLE qos_samples;");

            migrationBuilder.DropTable(
                name: "participants");

            migrationBuilder.DropTable(
                name: "qos_minutes");

            migrationBuilder.DropTable(
                name: "session_events");

            migrationBuilder.DropTable(
                name: "sessions");
        }
    }
}
