using System.Globalization;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Signaling;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace M4sh.Client.Signaling;

/// <summary>
/// One user's signaling connection to one session (PROTOCOL.md §5), over the SignalR hub or the raw WebSocket. A lost connection is made
/// again and joins where it was, unless the server said not to; what was sent and not answered is sent again then, and taken once. Register
/// handlers before <see cref="ConnectAsync"/>; they are awaited one after another, in the order of the messages, and may send. Do not dispose
/// of the connection, and do not await its end, inside a handler.
/// </summary>
public sealed partial class SignalingConnection : IAsyncDisposable
{
    private const string GoingAway = "going_away";

    /// <summary>How long a connection stands that starts the pauses anew.</summary>
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(10);

    private readonly SignalingConnectionOptions _options;
    private readonly TimeProvider _time;
    private readonly ISignalingTransport _transport;
    private readonly UnackedMessages _unacked;
    private readonly SeqTracker _seq = new();
    private readonly Dispatcher _dispatcher;
    private readonly string _idPrefix = Random.Shared.NextInt64().ToString("x16", CultureInfo.InvariantCulture);
    private readonly HandlerList<Exception?> _reconnecting = new();
    private readonly HandlerList<SignalingClosed> _closed = new();
    private readonly CancellationTokenSource _lifetime = new();
    private readonly CancellationToken _ending;

    private TaskCompletionSource<Exception?> _gone = new();
    private TaskCompletionSource<JoinedMessage> _joined = new();
    private DisconnectMessage? _disconnect;
    private long _joinedAt;
    private int _attempt;
    private volatile string? _successor;
    private volatile bool _left;
    private long _ids;
    private int _connected;
    private int _disposed;

    /// <summary>A connection that is not yet made.</summary>
    /// <param name="options">Where to, with which token.</param>
    /// <param name="loggerFactory">Logs of the transport; no token is ever in them.</param>
    /// <param name="timeProvider">The clock of pauses and time-outs.</param>
    public SignalingConnection(SignalingConnectionOptions options, ILoggerFactory? loggerFactory = null, TimeProvider? timeProvider = null)
        : this(options, transport: null, loggerFactory, timeProvider)
    {
    }

    /// <summary>Over a wire that is given, or else over the one that the options name.</summary>
    internal SignalingConnection(SignalingConnectionOptions options, ISignalingTransport? transport, ILoggerFactory? loggerFactory = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _time = timeProvider ?? TimeProvider.System;
        _ending = _lifetime.Token;
        var wire = transport ?? (options.HubUrl, options.WebSocketUrl) switch
        {
            ({ } hub, null) => new HubTransport(hub, TokenAsync, loggerFactory),
            (null, { } socket) => new SocketTransport(socket, TokenAsync),
            _ => throw new ArgumentException("Either HubUrl or WebSocketUrl must be given.", nameof(options)),
        };
        _transport = options.Observer is { } observer ? new ObservedTransport(wire, observer) : wire;
        _unacked = new(_transport, tries => PauseAsync(tries, CancellationToken.None));
        _dispatcher = new((loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<SignalingConnection>());
        _transport.Closed += error =>
        {
            _unacked.Pause();
            _gone.TrySetResult(error);
        };
        Receive();
    }

    /// <summary>Names the present pair of peer connections; null before the first <c>joined</c>.</summary>
    public string? Epoch => _seq.Position.Epoch;

    /// <summary>Connects and joins, in several attempts where the API is <c>unavailable</c>. After a failure it may be called again.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The session as it is.</returns>
    /// <exception cref="SignalingException">
    /// <c>unauthorized</c> and the other token codes, <c>not_found</c>, <c>session_ended</c>, <c>unavailable</c>.
    /// </exception>
    /// <exception cref="InvalidOperationException">It is connected already, or was.</exception>
    public async Task<JoinedMessage> ConnectAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _connected, 1) == 1)
            throw new InvalidOperationException("A signaling connection connects once.");

        try
        {
            var joined = await JoinFirstAsync(cancellationToken);
            _ = SuperviseAsync();
            return joined;
        }
        catch
        {
            Volatile.Write(ref _connected, 0);
            throw;
        }
    }

    /// <summary>
    /// Cuts the connection, which is then made again and resumed as any that is lost: for a device that knows of its new network, and for tests.
    /// </summary>
    /// <returns>When it is cut.</returns>
    public Task DropAsync() => StopAsync();

    /// <summary>Closes without leaving the session: to the other peer this one is disconnected.</summary>
    /// <returns>When it is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;

        await _lifetime.CancelAsync();
        await _transport.DisposeAsync();
        _unacked.Close(new(ErrorCodes.Unavailable, "The connection was disposed of."));
        _lifetime.Dispose();
    }

    private async Task<JoinedMessage> JoinFirstAsync(CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await JoinAsync(new JoinMessage(), cancellationToken);
            }
            catch (SignalingException exception) when (MayTryAgain(exception) && _time.GetElapsedTime(began) < _options.ConnectFor)
            {
                await PauseAsync(attempt, cancellationToken);
            }
        }
    }

    private async Task<JoinedMessage> JoinAsync(JoinMessage message, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.ConnectTimeout, _time);
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ending, timeout.Token);
        _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _disconnect = null;
        try
        {
            await _transport.StartAsync(attempt.Token);
            var joined = await AwaitJoinedAsync(_transport.SendAsync(nameof(ISignalingServer.Join), message, attempt.Token), attempt.Token);
            _joinedAt = _time.GetTimestamp();
            _unacked.Open(joined.Epoch);
            return joined;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            await StopAsync();
            throw _disconnect is { } lastWord ? SignalingErrors.OfDisconnect(lastWord, exception) : SignalingErrors.From(exception);
        }
        catch
        {
            await StopAsync();
            throw;
        }
    }

    /// <summary>Messages come beside the answers: the ack may be here before <c>joined</c>, and so may the end of the connection, which then says why.</summary>
    private async Task<JoinedMessage> AwaitJoinedAsync(Task<Ack> joining, CancellationToken cancellationToken)
    {
        try
        {
            await joining;
            await Task.WhenAny(_joined.Task, _gone.Task).WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not SignalingException && !cancellationToken.IsCancellationRequested)
        {
            // It is closing; the server's last word may be on its way yet.
            await _gone.Task.WaitAsync(cancellationToken);
        }

        return _joined.Task.IsCompleted
            ? await _joined.Task
            : throw await _gone.Task ?? new SignalingException(ErrorCodes.Unavailable, "The connection was closed before it was joined.");
    }

    private async Task StopAsync()
    {
        try
        {
            await _transport.StopAsync();
        }
        catch (ObjectDisposedException) when (_ending.IsCancellationRequested)
        {
            // Disposed of while it was connecting: it is stopped.
        }
    }

    private async Task SuperviseAsync()
    {
        SignalingClosed? closed = null;
        while (closed is null)
        {
            var error = await _gone.Task;
            closed = IsFinal(error) ? new(_disconnect, error) : await ReconnectAsync(error);
        }

        _dispatcher.Complete();
        _unacked.Close(closed.Error as SignalingException ?? new(ErrorCodes.Unavailable, "The connection is closed.", closed.Error));
        await _dispatcher.TellAsync(_closed, closed);
    }

    private bool IsFinal(Exception? error) => _left || _ending.IsCancellationRequested || _disconnect is { Action: not DisconnectAction.Resume }
        || (_disconnect is null && error is SignalingException refusal && !refusal.IsTransient());

    /// <returns>Null when it is joined again.</returns>
    private async Task<SignalingClosed?> ReconnectAsync(Exception? error)
    {
        var disconnect = _disconnect;
        var lost = _time.GetTimestamp();

        // A server that lets its clients in and closes at once is not asked at every turn.
        if (_time.GetElapsedTime(_joinedAt) >= Lasting)
            _attempt = 0;

        await _dispatcher.TellAsync(_reconnecting, error);
        do
        {
            try
            {
                await (_attempt++ == 0 && disconnect?.Reason == GoingAway ? PauseAfterStopAsync() : PauseAsync(_attempt - 1, _ending));
                var (epoch, last) = _seq.Position;
                await JoinAsync(new JoinMessage { Epoch = epoch, LastSeq = last }, _ending);
                return null;
            }
            catch (SignalingException exception) when (MayTryAgain(exception))
            {
                error = exception;
            }
            catch (SignalingException exception)
            {
                return new(_disconnect ?? disconnect, exception);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
        while (_time.GetElapsedTime(lost) < _options.ReconnectFor);

        return new(disconnect, error);
    }

    private bool MayTryAgain(SignalingException exception) =>
        exception.IsTransient() && _disconnect is null or { Action: DisconnectAction.Resume } && !_ending.IsCancellationRequested;

    private Task PauseAsync(int attempt, CancellationToken cancellationToken) => Task.Delay(
        ReconnectBackoff.Delay(attempt, Random.Shared.NextDouble(), _options.ReconnectDelay, _options.MaxReconnectDelay), _time, cancellationToken);

    private Task PauseAfterStopAsync() =>
        Task.Delay(ReconnectBackoff.DelayAfterStop(Random.Shared.NextDouble(), _options.ReconnectDelay), _time, _ending);

    private ValueTask<string> TokenAsync(CancellationToken cancellationToken) =>
        _successor is { } successor ? ValueTask.FromResult(successor) : _options.SessionToken(cancellationToken);

    /// <param name="method">The hub's method.</param>
    /// <param name="message">The message.</param>
    /// <param name="ofEpoch">It belongs to the present pair of peer connections.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    private Task<Ack> SendAsync(string method, ClientMessage message, bool ofEpoch, CancellationToken cancellationToken) =>
        _unacked.SendAsync(method, message with { Id = message.Id ?? NextId() }, ofEpoch ? _seq.Position.Epoch : null, cancellationToken);

    private string NextId() => string.Create(CultureInfo.InvariantCulture, $"{_idPrefix}-{Interlocked.Increment(ref _ids)}");
}
