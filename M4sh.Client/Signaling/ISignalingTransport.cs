using M4sh.Contracts.Signaling;

namespace M4sh.Client.Signaling;

/// <summary>The wire below a <see cref="SignalingConnection"/>. It can be started again when it is closed.</summary>
internal interface ISignalingTransport : IAsyncDisposable
{
    /// <summary>The connection is over; with what broke it, if anything did.</summary>
    event Action<Exception?> Closed;

    /// <summary>Opens a connection.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Sends in the order of the calls.</summary>
    /// <param name="method">The hub's method of that message.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The ack.</returns>
    /// <exception cref="SignalingException">The server refused the message. Whatever else is thrown: it was not answered.</exception>
    Task<Ack> SendAsync(string method, object message, CancellationToken cancellationToken);

    /// <summary>Says what becomes of a message; to be called once a type, before the start.</summary>
    /// <param name="method">The client's method of that message.</param>
    /// <param name="handler">Gets the messages in order; must not wait.</param>
    void On<T>(string method, Action<T> handler);

    /// <summary>Closes the connection.</summary>
    Task StopAsync();
}
