using M4sh.Data;
using Microsoft.EntityFrameworkCore;

namespace M4sh.SignalingApi.Errors;

/// <summary>How long a request waits for Postgres before its caller is told <c>unavailable</c>: the default retries take a minute.</summary>
internal static class DatabaseRetries
{
    private const int Count = 3;
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(500);

    public static void Configure(DbContextOptionsBuilder options)
    {
        M4shDbContext.Configure(options);
        options.UseNpgsql(npgsql => npgsql.EnableRetryOnFailure(Count, MaxDelay, errorCodesToAdd: null));
    }
}
