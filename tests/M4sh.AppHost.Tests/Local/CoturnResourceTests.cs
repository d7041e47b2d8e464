using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using M4sh.AppHost.Turn;
using M4sh.TestSupport;
using M4sh.Turn;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace M4sh.AppHost.Tests.Local;

/// <summary>coturn as a resource of an application on aspire-local.</summary>
public sealed class CoturnResourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private TurnSecrets? _secrets;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Coturn_Started_IsHealthyByAnAllocationAndRotatesByCommand()
    {
        Requires.Program("turnserver", "apt-get install coturn");
        await using var app = await StartAsync();
        await app.Application.ResourceNotifications.WaitForResourceHealthyAsync("coturn", Cancel);
        var before = _secrets!.Current;

        var result = await app.Application.ResourceCommands.ExecuteCommandAsync("coturn", Coturn.RotateCommand, Cancel);

        Assert.True(result.Success);
        Assert.NotEqual(before, _secrets.Current);
        Assert.Equal([_secrets.Current, before], File.ReadLines(_secrets.FilePath));
        var check = await app.Application.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancel);
        Assert.Equal(HealthStatus.Healthy, check.Entries["coturn"].Status);
    }

    [Fact]
    public async Task Coturn_RefusesOurCredential_IsUnhealthyAndSaysWhy()
    {
        Requires.Program("turnserver", "apt-get install coturn");
        await using var app = await StartAsync();
        await app.Application.ResourceNotifications.WaitForResourceHealthyAsync("coturn", Cancel);

        // Somebody empties its database.
        await new TurnSecretDatabase(Path.Combine(_secrets!.Folder, TurnSecretDatabase.FileName), TurnSecrets.Realm).RemoveAsync(_secrets.Current, Cancel);

        var check = await app.Application.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancel);
        Assert.Equal(HealthStatus.Unhealthy, check.Entries["coturn"].Status);
        Assert.StartsWith("turn:127.0.0.1:", check.Entries["coturn"].Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_ThatNobodyHas_FailsAndSaysSo()
    {
        await using var app = await LocalApp.StartAsync(_folder.Path, _ => { });

        var result = await app.Application.ResourceCommands.ExecuteCommandAsync("coturn", "dance", Cancel);

        Assert.False(result.Success);
        Assert.Contains("dance", result.Message, StringComparison.Ordinal);
    }

    private async Task<LocalApp> StartAsync()
    {
        var generator = new GenerateParameterDefault { MinLength = 48, Special = false };
        _secrets = await TurnSecrets.CreateAsync(
            [generator.GetDefaultValue()], TimeSpan.FromHours(1), generator, new(new Microsoft.Extensions.Configuration.ConfigurationManager(), "turn-secret"),
            TimeProvider.System, Cancel);
        return await LocalApp.StartAsync(_folder.Path, builder =>
        {
            builder.Services.AddHostedService(_ => _secrets);
            builder.AddCoturn("coturn", _secrets);
        });
    }
}
