using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;
using Xunit;

namespace M4sh.TestSupport;

/// <summary>A real Redis of its own: <c>[assembly: AssemblyFixture(typeof(RedisServer))]</c>. Tests share it and keep apart by session ids.</summary>
public sealed class RedisServer : IAsyncLifetime
{
    private const string Install = "apt-get install redis-server";

    private readonly int _port = FreePort.Next();
    private SupervisedProcess? _server;

    /// <summary>Its connection string; a test without Redis is skipped here.</summary>
    public string ConnectionString
    {
        get
        {
            Requires.Program("redis-server", Install);
            return string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port},connectTimeout=2000");
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Requires.Find("redis-server") is not null)
        {
            await StartAsync();
        }
    }

    /// <summary>Starts the server, empty; when it returns, it answers.</summary>
    public async Task StartAsync()
    {
        _server = SupervisedProcess.Start("TERM", "redis-server", [
            "--bind", "127.0.0.1", "--port", _port.ToString(CultureInfo.InvariantCulture), "--save", "", "--appendonly", "no",
            "--client-output-buffer-limit", "pubsub 512mb 256mb 60"]);
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = await ConnectionMultiplexer.ConnectAsync(ConnectionString);
                return;
            }
            catch (RedisConnectionException) when (deadline.Elapsed < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    /// <summary>Stops the server and forgets what it held.</summary>
    public async Task StopAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            await server.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}
