using M4sh.Contracts.Errors;
using M4sh.SignalingApi.Errors;

namespace M4sh.SignalingApi.Http;

/// <summary>
/// When a request's caller is told <c>unavailable</c>, whatever the work at it waits for: all its waiting for Postgres has a bound, and a longer one all
/// of it together, which also a process that just started has time enough in. Npgsql comes back late from a server that stalls, since it first asks it to
/// cancel; so the work is left to itself, with what it uses, and ends by itself. The time that the body takes to arrive is the caller's own.
/// </summary>
internal sealed class RequestDeadline : IDisposable
{
    private static readonly AsyncLocal<RequestDeadline?> CurrentOne = new();

    private readonly FailureOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _answer;
    private readonly CancellationTokenSource _work;
    private Task _working = Task.CompletedTask;
    private long _started;
    private TimeSpan _waited;
    private int _waits;

    public RequestDeadline(FailureOptions options, TimeProvider time, CancellationToken aborted)
    {
        (_options, _time) = (options, time);
        _answer = new(Timeout.InfiniteTimeSpan, time);
        _work = CancellationTokenSource.CreateLinkedTokenSource(aborted);
    }

    /// <summary>That of the request that is being worked at here, if it has one.</summary>
    public static RequestDeadline? Current => CurrentOne.Value;

    public bool IsWorking => !_working.IsCompleted;

    /// <summary>Stops the work.</summary>
    public CancellationToken Stop => _work.Token;

    /// <summary>Works at the request, which is here as a whole.</summary>
    /// <exception cref="M4shException"><c>unavailable</c>: not in time. The work may go on.</exception>
    public async Task<object?> RunAsync(Func<Task<object?>> work)
    {
        CurrentOne.Value = this;
        _started = _time.GetTimestamp();
        _answer.CancelAfter(_options.RequestDeadline);
        var working = work();
        _working = working;
        try
        {
            return await working.WaitAsync(_answer.Token);
        }
        catch (OperationCanceledException) when (_answer.IsCancellationRequested)
        {
            throw new M4shException(ErrorCodes.Unavailable, "This could not be done in time. Try again.") { RetryAfter = ErrorTranslation.RetryAfter };
        }
    }

    /// <summary>Waits for Postgres, and for no longer than the request has left for that.</summary>
    public async Task<T> WaitForAsync<T>(Func<Task<T>> wait)
    {
        // What runs within another is within its time.
        if (Interlocked.Increment(ref _waits) > 1)
            return await InnerAsync();

        var began = _time.GetTimestamp();
        _answer.CancelAfter(Shorter(_options.PostgresTimeout - _waited, Left));
        try
        {
            return await InnerAsync();
        }
        finally
        {
            _waited += _time.GetElapsedTime(began);
            _answer.CancelAfter(Left);
        }

        async Task<T> InnerAsync()
        {
            try
            {
                return await wait();
            }
            finally
            {
                Interlocked.Decrement(ref _waits);
            }
        }
    }

    /// <summary>When it returns, nobody works at the request any more.</summary>
    public async Task EndAsync()
    {
        if (!IsWorking)
            return;

        // By then a command to a server that stalls has ended. To cancel it now would hold a thread until it does.
        _work.CancelAfter(Left);
        await _working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _answer.Dispose();
        _work.Dispose();
    }

    private TimeSpan Left => _options.RequestDeadline - _time.GetElapsedTime(_started) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => (one < other ? one : other) is var shorter && shorter > TimeSpan.Zero ? shorter : TimeSpan.Zero;
}
