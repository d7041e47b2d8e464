namespace M4sh.SignalingApi.Sessions;

internal static class StoredTime
{
    extension(TimeProvider time)
    {
        /// <summary>Now, as Postgres keeps it: to the microsecond. So the first answer says the same time as all later ones.</summary>
        public DateTimeOffset StoredNow()
        {
            var now = time.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        }
    }
}
