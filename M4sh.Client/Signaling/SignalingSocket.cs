using System.Net.WebSockets;

namespace M4sh.Client.Signaling;

/// <summary>
/// Opens the WebSocket of a connection, the token in a header: addresses are written to logs. SignalR's own way loses the status of a refusal,
/// and 401 is not worth another try.
/// </summary>
internal static class SignalingSocket
{
    public static async ValueTask<ClientWebSocket> ConnectAsync(
        Uri uri, string sessionToken, CancellationToken cancellationToken, Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = new ClientWebSocket();
        configure?.Invoke(socket.Options);
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Authorization", $"Bearer {sessionToken}");
        try
        {
            await socket.ConnectAsync(uri, cancellationToken);
            return socket;
        }
        catch (WebSocketException exception) when (socket.HttpStatusCode is not 0)
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            throw new HttpRequestException($"The server answered {(int)status}.", exception, status);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
