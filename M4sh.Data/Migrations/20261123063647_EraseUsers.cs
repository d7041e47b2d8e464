using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace M4sh.Data.Migrations
{
    /// <inheritdoc />
    public partial class EraseUsers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_session_events_user_id",
                table: "session_events",
                column: "user_id",
                filter: "user_id IS NOT NULL");
            migrationBuilder.Sql("CREATE INDEX ix_session_events_by ON session_events ((data ->> 'by')) WHERE data ->> 'by' IS NOT NULL;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP INDEX ix_session_events_by;");
            migrationBuilder.DropIndex(
                name: "ix_session_events_user_id",
                table: "session_events");
        }
    }
}
