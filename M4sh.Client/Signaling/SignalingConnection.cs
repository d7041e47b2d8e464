using M4sh.Contracts.Errors;
using M4sh.Contracts.Signaling;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Logging;

namespace M4sh.Client.Signaling;

/// <summary>
/// One user's signaling connection to one session (PROTOCOL.md §5), over the SignalR hub. A lost connection is made again and joins where
/// it was, unless the server said not to. Register handlers before <see cref="ConnectAsync"/>; they are awaited one after another, in the order
/// of the messages, and may send. Do not dispose of the connection, and do not await its end, inside a handler.
/// </summary>
public sealed partial class SignalingConnection : IAsyncDisposable
{
    private readonly SignalingConnectionOptions _options;
    private readonly TimeProvider _time;
    private readonly HubConnection _hub;
    private readonly SeqTracker _seq = new();
    private readonly HandlerList<Exception?> _reconnecting = new();
    private readonly HandlerList<SignalingClosed> _closed = new();
    private readonly CancellationTokenSource _lifetime = new();
    private readonly CancellationToken _ending;

    private TaskCompletionSource<Exception?> _gone = new();
    private TaskCompletionSource<JoinedMessage> _joined = new();
    private DisconnectMessage? _disconnect;
    private volatile bool _left;
    private int _connected;
    private int _disposed;

    /// <summary>A connection that is not yet made.</summary>
    /// <param name="options">Where to, with which token.</param>
    /// <param name="loggerFactory">Logs of the transport; no token is ever in them.</param>
    /// <param name="timeProvider">The clock of pauses and time-outs.</param>
    public SignalingConnection(SignalingConnectionOptions options, ILoggerFactory? loggerFactory = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _time = timeProvider ?? TimeProvider.System;
        _ending = _lifetime.Token;
        _hub = SignalingHubConnection.Build(options, loggerFactory);
        _hub.Closed += error =>
        {
            _gone.TrySetResult(error);
            return Task.CompletedTask;
        };
        TrackPosition();
    }

    /// <summary>Connects and joins. After a failure it may be called again.</summary>
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
            var joined = await JoinAsync(new JoinMessage(), cancellationToken);
            _ = SuperviseAsync();
            return joined;
        }
        catch
        {
            Volatile.Write(ref _connected, 0);
            throw;
        }
    }

    /// <summary>Closes without leaving the session: to the other peer this one is disconnected.</summary>
    /// <returns>When it is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;

        await _lifetime.CancelAsync();
        await _hub.DisposeAsync();
        _lifetime.Dispose();
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
            await _hub.StartAsync(attempt.Token);
            await _hub.InvokeAsync<Ack>(nameof(ISignalingServer.Join), message, attempt.Token);

            // Handlers run beside the answers to invocations: the ack may be here first.
            return await _joined.Task.WaitAsync(attempt.Token);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            await StopAsync();
            throw SignalingErrors.From(exception);
        }
        catch
        {
            await StopAsync();
            throw;
        }
    }

    private async Task StopAsync()
    {
        try
        {
            await _hub.StopAsync(CancellationToken.None);
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
            closed = IsFinal ? new(_disconnect, error) : await ReconnectAsync(error);
        }

        await _closed.InvokeAsync(closed);
    }

    private bool IsFinal => _left || _ending.IsCancellationRequested || _disconnect is { Action: not DisconnectAction.Resume };

    /// <returns>Null when it is joined again.</returns>
    private async Task<SignalingClosed?> ReconnectAsync(Exception? error)
    {
        var disconnect = _disconnect;
        var lost = _time.GetTimestamp();
        await _reconnecting.InvokeAsync(error);
        for (var attempt = 0; _time.GetElapsedTime(lost) < _options.ReconnectFor; attempt++)
        {
            try
            {
                var delay = ReconnectBackoff.Delay(attempt, Random.Shared.NextDouble(), _options.ReconnectDelay, _options.MaxReconnectDelay);
                await Task.Delay(delay, _time, _ending);
                var (epoch, last) = _seq.Position;
                await JoinAsync(new JoinMessage { Epoch = epoch, LastSeq = last }, _ending);
                return null;
            }
            catch (SignalingException exception) when (exception.IsTransient() && _disconnect is null or { Action: DisconnectAction.Resume })
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

        return new(disconnect, error);
    }

    private async Task<Ack> SendAsync<TMessage>(string method, TMessage message, CancellationToken cancellationToken)
    {
        try
        {
            var ack = await _hub.InvokeAsync<Ack>(method, message, cancellationToken)
                ?? throw new SignalingException(ErrorCodes.Unavailable, "The server gave no ack.");
            if (ack.Seq is { } seq)
                _seq.Saw(seq);

            return ack;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw SignalingErrors.From(exception);
        }
    }
}
