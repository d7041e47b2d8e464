using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace M4sh.Data.Migrations
{
    /// <inheritdoc />
    public partial class SessionLife : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_sessions_created_by",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_status",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_participants_user_id",
                table: "participants");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "started_at",
                table: "sessions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "signaling_at",
                table: "participants",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "signaling_connection",
                table: "participants",
                type: "character varying(128)",
                maxLength: 128,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "signaling_gone_at",
                table: "participants",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "signaling_node",
                table: "participants",
                type: "character varying(256)",
                maxLength: 256,
                nullable: true);

            // Sessions from before knew no such time.
            migrationBuilder.Sql("UPDATE sessions SET started_at = COALESCE(connected_at, created_at) WHERE status <> 'waiting';");

            migrationBuilder.CreateTable(
                name: "signaling_nodes",
                columns: table => new
                {
                    id = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    beats = table.Column<long>(type: "bigint", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signaling_nodes", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_sessions_created_by_id",
                table: "sessions",
                columns: new[] { "created_by", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_sessions_invitees",
                table: "sessions",
                column: "invitees",
                filter: "invitees IS NOT NULL")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_lesson_id_id",
                table: "sessions",
                columns: new[] { "lesson_id", "id" },
                filter: "lesson_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_status_id",
                table: "sessions",
                columns: new[] { "status", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_participants_signaling_node",
                table: "participants",
                column: "signaling_node",
                filter: "signaling_gone_at IS NULL AND signaling_node IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_participants_user_id_session_id",
                table: "participants",
                columns: new[] { "user_id", "session_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "signaling_nodes");

            migrationBuilder.DropIndex(
                name: "ix_sessions_created_by_id",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_invitees",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_lesson_id_id",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_status_id",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_participants_signaling_node",
                table: "participants");

            migrationBuilder.DropIndex(
                name: "ix_participants_user_id_session_id",
                table: "participants");

            migrationBuilder.DropColumn(
                name: "started_at",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "signaling_at",
                table: "participants");

            migrationBuilder.DropColumn(
                name: "signaling_connection",
                table: "participants");

            migrationBuilder.DropColumn(
                name: "signaling_gone_at",
                table: "participants");

            migrationBuilder.DropColumn(
                name: "signaling_node",
                table: "participants");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_created_by",
                table: "sessions",
                column: "created_by");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_status",
                table: "sessions",
                column: "status",
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_participants_user_id",
                table: "participants",
                column: "user_id");
        }
    }
}
