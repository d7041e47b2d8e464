using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Running;

namespace M4sh.AppHost.Tests.Local;

public sealed class ModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Parameter_Persisted_IsTheSameAtTheNextStart()
    {
        var secretsId = $"m4sh-test-{Guid.CreateVersion7():N}";
        var first = await GenerateAsync(secretsId, persist: true);
        try
        {
            Assert.Equal(first, await GenerateAsync(secretsId, persist: true));
            Assert.NotEqual(first, await GenerateAsync($"{secretsId}-other", persist: false));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(new UserSecrets(secretsId).Path)!, recursive: true);
        }
    }

    [Fact]
    public async Task Parameter_WithoutValue_SaysHowToGiveOne()
    {
        var parameter = LocalApp.Builder(_folder.Path, null).AddParameter("missing", secret: true);

        var exception = await Assert.ThrowsAsync<HostingException>(() => parameter.Resource.GetValueAsync(TestContext.Current.CancellationToken).AsTask());

        Assert.Contains("dotnet user-secrets", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReferenceExpression_PartsKnownLate_AreReadWhenAsked()
    {
        var builder = LocalApp.Builder(_folder.Path, null);
        var container = builder.AddContainer("server", "some/image", "1").WithEndpoint(targetPort: 3478, scheme: "turn", name: "udp", protocol: ProtocolType.Udp);
        var endpoint = container.GetEndpoint("udp");
        var expression = ReferenceExpression.Create($"turn:{endpoint.Property(EndpointProperty.Host)}:{endpoint.Property(EndpointProperty.Port)}?transport=udp");

        // Not available here: whoever refers to it goes without.
        Assert.Null(await expression.GetValueAsync(TestContext.Current.CancellationToken));

        container.Resource.Endpoints[0].Allocated = ("127.0.0.1", 3478);
        Assert.Equal("turn:127.0.0.1:3478?transport=udp", await expression.GetValueAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Container_UnknownImage_FailsAloneAndIsNamed()
    {
        await using var app = await LocalApp.StartAsync(_folder.Path, builder => builder.AddContainer("other", "some/image", "1"));

        var state = await app.Application.ResourceNotifications.WaitForResourceAsync("other", state => state.IsTerminal, TestContext.Current.CancellationToken);

        Assert.Equal(KnownResourceStates.FailedToStart, state.State);
        Assert.Contains("some/image", state.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Port_TakenByAnother_IsNamedWithItsOwner()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var resource = new ContainerResource("web", "some/image");
        resource.Endpoints.Add(new Endpoint("http", "http", ProtocolType.Tcp, port, null));

        var problems = EndpointAllocation.Allocate([new Idle(resource)], new RunOptions(Testing: false, RandomPorts: false));

        Assert.Contains($"port {port} (TCP) is already taken", problems[resource], StringComparison.Ordinal);
        if (OperatingSystem.IsLinux())
        {
            Assert.Contains($"process {Environment.ProcessId}", problems[resource], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Ports_OfOneServiceOverTwoProtocols_AreTheSameNumber()
    {
        var resource = new ContainerResource("turn", "coturn/coturn");
        resource.Endpoints.Add(new Endpoint("udp", "turn", ProtocolType.Udp, 3478, 3478));
        resource.Endpoints.Add(new Endpoint("tcp", "turn", ProtocolType.Tcp, 3478, 3478));

        Assert.Empty(EndpointAllocation.Allocate([new Idle(resource)], new RunOptions(Testing: true, RandomPorts: true)));

        Assert.Equal(resource.Endpoints[0].Allocated, resource.Endpoints[1].Allocated);
        Assert.NotEqual(3478, resource.Endpoints[0].Allocated?.Port);
    }

    [Fact]
    public void LaunchProfile_OfAService_GivesAddressAndEnvironment()
    {
        var profile = LaunchProfile.Read(new Projects.M4sh_SignalingApi().ProjectPath, preferredName: null);

        Assert.Equal(5380, Assert.Single(profile.ApplicationUrls).Port);
        Assert.Equal("Development", profile.EnvironmentVariables["ASPNETCORE_ENVIRONMENT"]);
    }

    [Fact]
    public void GeneratedPassword_WithMinima_HoldsThem()
    {
        var value = new GenerateParameterDefault { MinLength = 20, MinNumeric = 5, MinUpper = 3, Special = false }.GetDefaultValue();

        Assert.Equal(20, value.Length);
        Assert.True(value.Count(char.IsAsciiDigit) >= 5);
        Assert.True(value.Count(char.IsAsciiLetterUpper) >= 3);
        Assert.All(value, character => Assert.True(char.IsAsciiLetterOrDigit(character)));
    }

    private async Task<string?> GenerateAsync(string secretsId, bool persist)
    {
        var parameter = LocalApp.Builder(_folder.Path, secretsId)
            .AddParameter("key", new GenerateParameterDefault { MinLength = 32 }, secret: true, persist: persist);
        return await parameter.Resource.GetValueAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Idle(Resource resource) : ResourceRunner(resource)
    {
        public override Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
