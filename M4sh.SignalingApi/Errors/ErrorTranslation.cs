using System.Data.Common;
using M4sh.Contracts.Errors;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using StackExchange.Redis;

namespace M4sh.SignalingApi.Errors;

/// <summary>What a caller is told about an exception. Null: it is ours, and the caller learns nothing of it.</summary>
public static class ErrorTranslation
{
    internal static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    // SQLSTATE class 22: a value that the database cannot hold, such as U+0000 in a text.
    private const string DataException = "22";

    // Class 42: the statement is wrong, which no trying again helps.
    private const string SyntaxErrorOrAccessRule = "42";

    public static M4shException? Translate(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case M4shException known:
                    return known;
                case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                    return new(ErrorCodes.PayloadTooLarge, $"A body holds at most {Http.RequestBody.MaxBytes} bytes.");
                case BadHttpRequestException:
                    return new(ErrorCodes.InvalidRequest, "The request cannot be read.");
                case PostgresException { SqlState: var state } when state.StartsWith(DataException, StringComparison.Ordinal):
                    return new(ErrorCodes.InvalidRequest, "The request holds a value that cannot be stored.");
                case PostgresException { SqlState: var state } when state.StartsWith(SyntaxErrorOrAccessRule, StringComparison.Ordinal):
                    return null;

                // Redis' client cancels what it had sent when it gives a connection up; that the caller is gone, the handler knows before.
                case DbException or RedisException or TimeoutException or RetryLimitExceededException or OperationCanceledException:
                    return new(ErrorCodes.Unavailable, "A service that is needed for this does not answer. Try again.") { RetryAfter = RetryAfter };
            }
        }

        return null;
    }
}
