using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace M4sh.Data.Migrations
{
    /// <inheritdoc />
    public partial class SessionTrace : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "trace_parent",
                table: "sessions",
                type: "character varying(55)",
                maxLength: 55,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "trace_parent",
                table: "sessions");
        }
    }
}
