using Npgsql;

namespace M4sh.QosWorker.Cycles;

internal static class PostgresFailures
{
    extension(Exception exception)
    {
        /// <summary>It failed because Postgres does not answer, or not just now; EF wraps what Npgsql says.</summary>
        public bool IsPostgresAway => exception is NpgsqlException { IsTransient: true } || exception.InnerException?.IsPostgresAway == true;
    }
}
