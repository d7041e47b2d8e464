using M4sh.Console.SystemStatus;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.Console.Tests.SystemStatus;

public sealed class OwnTargetTests
{
    [Fact]
    public void Find_Listening_IsWhereItListens()
    {
        using var services = new ServiceCollection().AddSingleton<IServer>(new Listener("http://127.0.0.1:5381")).BuildServiceProvider();

        Assert.Equal([new("console", "console-1", new("http://127.0.0.1:5381"))], new OwnTarget(services, new("console-1")).Find());
    }

    [Fact]
    public void Find_NoServer_IsNothing()
    {
        using var services = new ServiceCollection().BuildServiceProvider();

        Assert.Empty(new OwnTarget(services, new("console-1")).Find());
    }

    private sealed class Listener : IServer
    {
        public Listener(string address)
        {
            var addresses = new ServerAddressesFeature();
            addresses.Addresses.Add(address);
            Features.Set<IServerAddressesFeature>(addresses);
        }

        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
