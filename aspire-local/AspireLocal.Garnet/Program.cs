using System.Runtime.InteropServices;
using Garnet;

// Garnet in the place of redis-server, for machines without one. The password comes by the environment: a command line is there for all to see.
var port = Environment.GetEnvironmentVariable("GARNET_PORT") ?? throw new InvalidOperationException("GARNET_PORT is missing.");
var password = Environment.GetEnvironmentVariable("GARNET_PASSWORD") ?? throw new InvalidOperationException("GARNET_PASSWORD is missing.");

var ended = new TaskCompletionSource();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);

using var server = new GarnetServer(["--bind", "127.0.0.1", "--port", port, "--auth", "Password", "--password", password, "--lua", "true", "-q"]);
server.Start();
await ended.Task;

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    ended.TrySetResult();
}
