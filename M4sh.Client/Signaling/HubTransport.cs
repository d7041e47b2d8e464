using M4sh.Contracts.Json;
using M4sh.Contracts.Signaling;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace M4sh.Client.Signaling;

/// <summary>The SignalR hub: one WebSocket, no negotiation, the contract's JSON.</summary>
internal sealed class HubTransport : ISignalingTransport
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    private readonly HubConnection _hub;

    public HubTransport(Uri address, Func<CancellationToken, ValueTask<string>> sessionToken, ILoggerFactory? loggerFactory)
    {
        var builder = new HubConnectionBuilder()
            .WithUrl(address, HttpTransportType.WebSockets, http =>
            {
                http.SkipNegotiation = true;
                http.WebSocketFactory = async (context, cancellationToken) =>
                    await SignalingSocket.ConnectAsync(context.Uri, await sessionToken(cancellationToken), cancellationToken);
            })
            .AddJsonProtocol(json => M4shJson.Configure(json.PayloadSerializerOptions))
            .WithKeepAliveInterval(KeepAlive)
            .WithServerTimeout(Silence);
        if (loggerFactory is not null)
            builder.Services.AddSingleton(loggerFactory);

        _hub = builder.Build();
        _hub.Closed += error =>
        {
            Closed?.Invoke(error);
            return Task.CompletedTask;
        };

        // SignalR takes a message without a handler for an error.
        foreach (var method in typeof(ISignalingClient).GetMethods())
            _hub.On(method.Name, [method.GetParameters()[0].ParameterType], static _ => Task.CompletedTask);
    }

    public event Action<Exception?>? Closed;

    public Task StartAsync(CancellationToken cancellationToken) => _hub.StartAsync(cancellationToken);

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

    public void On<T>(string method, Action<T> handler) => _hub.On(method, handler);

    public Task StopAsync() => _hub.StopAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => _hub.DisposeAsync();
}
