using M4sh.Contracts.Json;
using M4sh.Contracts.Signaling;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace M4sh.Client.Signaling;

/// <summary>The SignalR hub: one WebSocket, no negotiation, the contract's JSON.</summary>
internal sealed class HubTransport : ISignalingTransport
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, Action<object>> _handlers = new(StringComparer.Ordinal);
    private readonly HubConnection _hub;
    private TaskCompletionSource? _told;

    public HubTransport(Uri address, Func<CancellationToken, ValueTask<string>> sessionToken, ILoggerFactory? loggerFactory)
    {
        var builder = new HubConnectionBuilder()
            .WithUrl(address, HttpTransportType.WebSockets, http =>
            {
                http.SkipNegotiation = true;
                http.WebSocketFactory = async (context, cancellationToken) =>
                    await SignalingSocket.ConnectAsync(context.Uri, await sessionToken(cancellationToken), cancellationToken);
            })
            .WithKeepAliveInterval(KeepAlive)
            .WithServerTimeout(Silence);
        builder.Services.AddSingleton<IHubProtocol>(new PromptHubProtocol(
            new JsonHubProtocol(Options.Create(new JsonHubProtocolOptions { PayloadSerializerOptions = new(M4shJson.Options) })), Receive));
        if (loggerFactory is not null)
            builder.Services.AddSingleton(loggerFactory);

        _hub = builder.Build();
        _hub.Closed += error =>
        {
            Closed?.Invoke(error);
            _told?.TrySetResult();
            return Task.CompletedTask;
        };

        // SignalR asks its handlers for the type of a message, and takes one without a handler for an error.
        foreach (var method in typeof(ISignalingClient).GetMethods())
            _hub.On(method.Name, [method.GetParameters()[0].ParameterType], static _ => Task.CompletedTask);
    }

    public event Action<Exception?>? Closed;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var told = _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _hub.StartAsync(cancellationToken);
        }
        catch
        {
            told.TrySetResult();
            throw;
        }
    }

    public async Task<Ack> SendAsync(string method, object message, CancellationToken cancellationToken)
    {
        try
        {
            return await _hub.InvokeAsync<Ack>(method, message, cancellationToken)
                ?? throw new InvalidDataException("The server gave no ack.");
        }
        catch (HubException exception) when (SignalingErrors.Refusal(exception) is { } refusal)
        {
            throw refusal;
        }
    }

    public void On<T>(string method, Action<T> handler) => _handlers[method] = message => handler((T)message);

    public async Task StopAsync()
    {
        await _hub.StopAsync(CancellationToken.None);

        // SignalR tells of the end some time after it: the next connection must not take it for its own.
        if (_told is { } told)
            await told.Task;
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private void Receive(InvocationMessage invocation)
    {
        if (invocation.Arguments is [{ } message] && _handlers.TryGetValue(invocation.Target, out var handle))
            handle(message);
    }
}
