using System.Globalization;
using StackExchange.Redis;

namespace M4sh.Console.SystemStatus;

/// <summary>Redis, over the console's own connection.</summary>
public sealed class RedisProbe(IConnectionMultiplexer redis, TimeProvider time) : IStoreProbe
{
    public async Task<StoreStatus> ReadAsync(CancellationToken cancellationToken)
    {
        var server = redis.GetServers().FirstOrDefault(each => each.IsConnected);
        if (server is null)
            return new(StoreStatus.Redis) { Cause = "it cannot be connected to" };

        var began = time.GetTimestamp();
        try
        {
            // IServer.InfoAsync asks for a connection that may do anything; Redis gives INFO to everybody.
            var answer = await server.ExecuteAsync("INFO").WaitAsync(ReplicaProbe.Limit, time, cancellationToken);
            var roundTrip = time.GetElapsedTime(began);
            var info = Read(answer.ToString());
            return new(StoreStatus.Redis)
            {
                Version = VersionOf(info) ?? server.Version.ToString(),
                RoundTrip = roundTrip,
                Connections = Number(info, "connected_clients"),
                MaxConnections = Number(info, "maxclients"),
                Bytes = Number(info, "used_memory"),
            };
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return new(StoreStatus.Redis) { Cause = exception is TimeoutException ? "it did not answer in time" : "it cannot be connected to" };
        }
    }

    // Lines of name:value, between headings.
    private static Dictionary<string, string> Read(string info) => info.Split('\n', StringSplitOptions.TrimEntries)
        .Select(line => line.Split(':', 2))
        .Where(parts => parts.Length == 2)
        .DistinctBy(parts => parts[0])
        .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    private static string? VersionOf(Dictionary<string, string> info) =>
        info.TryGetValue("garnet_version", out var garnet) ? $"Garnet {garnet}" : info.GetValueOrDefault("redis_version");

    private static long? Number(Dictionary<string, string> info, string name) =>
        long.TryParse(info.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
