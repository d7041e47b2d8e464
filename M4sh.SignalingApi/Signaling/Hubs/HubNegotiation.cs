using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;

namespace M4sh.SignalingApi.Signaling.Hubs;

/// <summary>
/// Negotiation that keeps no state. SignalR's own remembers the connection on the replica that was asked, and the WebSocket then has to
/// come to the same one. Here the answer is of version 0, whose client takes any id for granted, and the id is dropped when it comes back.
/// </summary>
internal static class HubNegotiation
{
    private const string ConnectionId = "id";
    private const int FirstVersion = 0;
    private static readonly object[] WebSocketsOnly = [new { transport = nameof(HttpTransportType.WebSockets), transferFormats = new[] { "Text" } }];

    public static IEndpointConventionBuilder MapStatelessNegotiation(this IEndpointRouteBuilder endpoints, string hub) => endpoints
        .MapPost($"{hub}/negotiate", static (TimeProvider time) => TypedResults.Json(new
        {
            negotiateVersion = FirstVersion,
            connectionId = Guid.CreateVersion7(time.GetUtcNow()).ToString("N"),
            availableTransports = WebSocketsOnly,
        }, JsonSerializerOptions.Web))
        .WithOrder(-1)
        .ExcludeFromDescription();

    public static TBuilder AsSignalingConnection<TBuilder>(this TBuilder hub)
        where TBuilder : IEndpointConventionBuilder
    {
        hub.Add(static endpoint =>
        {
            var next = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = async context =>
            {
                context.Request.Query = new QueryCollection(context.Request.Query
                    .Where(parameter => !parameter.Key.Equals(ConnectionId, StringComparison.OrdinalIgnoreCase))
                    .ToDictionary());
                try
                {
                    await next(context);
                }
                finally
                {
                    // Only with its request a connection is done: the hub is sooner, when the close record is still on its way.
                    HubPeers.Find(context.Items)?.Gone.TrySetResult();
                }
            };
        });
        return hub;
    }
}
