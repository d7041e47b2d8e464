using System.Text;
using System.Text.Json;
using M4sh.Contracts.Json;

namespace M4sh.Contracts.Live;

/// <summary>
/// A ready-made event of <c>GET /live</c> (https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream): what a service
/// puts on <see cref="Channel"/> is what every client of every replica reads. Not for clients.
/// </summary>
public static class LiveFrame
{
    /// <summary>The channel of Redis on which all services tell.</summary>
    public const string Channel = "m4sh:live";

    /// <summary>Writes an event.</summary>
    /// <typeparam name="T">A type of the contract.</typeparam>
    /// <param name="name">One of <see cref="LiveEvents"/>.</param>
    /// <param name="data">What belongs to that name.</param>
    /// <param name="at">Now: the event's id, a UUID version 7, is made of it.</param>
    /// <returns>UTF-8, with the empty line that ends an event.</returns>
    public static byte[] Write<T>(string name, T data, DateTimeOffset at) => Encoding.UTF8.GetBytes(
        $"id: {Guid.CreateVersion7(at)}\nevent: {name}\ndata: {JsonSerializer.Serialize(data, M4shJson.Options)}\n\n");
}
