using System.Net;
using Garnet;
using Garnet.server;
using Garnet.server.Auth.Settings;

// Garnet in the place of redis-server, for machines without one. The password comes by the environment: a command line is there for all to see.
var port = int.Parse(Environment.GetEnvironmentVariable("GARNET_PORT") ?? throw new InvalidOperationException("GARNET_PORT is missing."));
var password = Environment.GetEnvironmentVariable("GARNET_PASSWORD") ?? throw new InvalidOperationException("GARNET_PASSWORD is missing.");

var ended = new TaskCompletionSource();
Console.CancelKeyPress += (_, cancel) =>
{
    cancel.Cancel = true;
    ended.TrySetResult();
};
using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(
    System.Runtime.InteropServices.PosixSignal.SIGTERM,
    signal =>
    {
        signal.Cancel = true;
        ended.TrySetResult();
    });

using var server = new GarnetServer(new GarnetServerOptions
{
    EndPoints = [new IPEndPoint(IPAddress.Loopback, port)],
    AuthSettings = new PasswordAuthenticationSettings(password),
    EnableLua = true,
    QuietMode = true,
});
server.Start();
Console.WriteLine($"Garnet listens on port {port}.");
await ended.Task;
