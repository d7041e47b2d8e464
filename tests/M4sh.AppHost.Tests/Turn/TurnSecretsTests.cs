using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Aspire.Hosting.ApplicationModel;
using M4sh.AppHost.Turn;
using M4sh.Turn;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.AppHost.Tests.Turn;

public sealed class TurnSecretsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rotate_UnderLoad_FailsNoAllocation()
    {
        await using var server = await CoturnServer.StartAsync();
        using var enough = new CancellationTokenSource();
        var allocated = 0;

        // Held to the end: on a port that the machine gives out again there would still be the allocation of before.
        var held = new ConcurrentBag<TurnClient>();

        // Six callers at once, over both transports, each with credentials of the moment and with those of before. Each as another user: coturn takes its time
        // to give a place back, and a user has few.
        var callers = Enumerable.Range(0, 6).Select(async caller =>
        {
            var older = Enumerable.Range(0, 1000).Select(n => server.Issue($"older-{caller}-{n}")).ToList();
            for (var n = 0; !enough.IsCancellationRequested; n++)
            {
                held.Add(await server.HoldAsync(server.Issue($"user-{caller}-{n}"), isTcp: caller % 2 == 0));
                held.Add(await server.HoldAsync(older[n % older.Count], isTcp: caller % 2 == 1));
                Interlocked.Add(ref allocated, 2);
            }
        }).ToList();
        for (var rotation = 0; rotation < 5; rotation++)
        {
            var goal = Volatile.Read(ref allocated) + 40;
            while (Volatile.Read(ref allocated) < goal && callers.TrueForAll(caller => !caller.IsCompleted))
                await Task.Delay(TimeSpan.FromMilliseconds(10), Cancel);

            await server.Secrets.RotateAsync(Cancel);
        }

        await enough.CancelAsync();
        await Task.WhenAll(callers);
        foreach (var client in held)
            await client.DisposeAsync();

        Assert.Equal(6, File.ReadLines(server.Secrets.FilePath).Count());
    }

    [Fact]
    public async Task Retire_OnceCredentialsHaveEnded_OnlyTheNewSecretIsAccepted()
    {
        await using var server = await CoturnServer.StartAsync();
        var old = server.Issue("ann");
        await server.Secrets.RotateAsync(Cancel);
        server.Clock.Advance(TimeSpan.FromMinutes(59));
        await server.Secrets.RetireAsync(Cancel);
        await server.AllocateAsync(old);

        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await server.Secrets.RetireAsync(Cancel);

        Assert.Equal(401, (await Assert.ThrowsAsync<StunException>(() => server.AllocateAsync(old))).Code);
        await server.AllocateAsync(server.Issue("ann"));
        Assert.Equal([server.Secrets.Current], File.ReadLines(server.Secrets.FilePath));
    }

    [Fact]
    public async Task Configuration_SeveralSecrets_TheFirstIssuesAndAllAreAccepted()
    {
        var (first, second) = (CoturnServer.NewSecret(), CoturnServer.NewSecret());
        await using var server = await CoturnServer.StartAsync(isLoopback: true, first, second);
        var username = TurnCredential.UsernameOf(TimeProvider.System.GetUtcNow().AddMinutes(1), "ann");

        Assert.Equal(first, server.Secrets.Current);
        await server.AllocateAsync((username, TurnCredential.Of(first, username)));
        await server.AllocateAsync((username, TurnCredential.Of(second, username)));
    }

    [Fact]
    public async Task Rotate_UserSecretsCannotBeWritten_TheServiceIssuesWithTheNewSecret()
    {
        var folder = Directory.CreateTempSubdirectory("m4sh-kept-");
        try
        {
            var path = Path.Combine(folder.FullName, "secrets.json");
            await File.WriteAllTextAsync(path, """{"Parameters:turn-secret": "one"}""", Cancel);
            var configuration = new ConfigurationManager();
            configuration.AddJsonFile(path);
            using var secrets = await CreateAsync(new(configuration, "turn-secret"));
            Bar(path);

            await secrets.RotateAsync(Cancel);

            Assert.Equal([secrets.Current, "one"], await File.ReadAllLinesAsync(secrets.FilePath, Cancel));
            Assert.Contains("\"one\"", await File.ReadAllTextAsync(path, Cancel), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Rotate_TheServiceCannotBeTold_TheOldSecretIssuesAndDoesNotRetire()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var secrets = await CreateAsync(new(new ConfigurationManager(), "turn-secret"), clock);
        Bar(secrets.FilePath);

        await Assert.ThrowsAnyAsync<Exception>(() => secrets.RotateAsync(Cancel));
        clock.Advance(TimeSpan.FromHours(2));
        await secrets.RetireAsync(Cancel);

        Assert.Equal("one", secrets.Current);
        Assert.Equal(["one"], await File.ReadAllLinesAsync(secrets.FilePath, Cancel));
        Assert.Contains("one", await AcceptedAsync(secrets));
    }

    [Fact]
    public void Kept_RotatedSecret_IsThereAtTheNextStartAndNobodyElsesIsTouched()
    {
        var folder = Directory.CreateTempSubdirectory("m4sh-kept-");
        try
        {
            var path = Path.Combine(folder.FullName, "secrets.json");
            File.WriteAllText(path, """{"Parameters:turn-secret": "one", "Parameters:redis-password": "two"}""");
            var configuration = new ConfigurationManager();
            configuration.AddJsonFile(path);

            new KeptSecret(configuration, "turn-secret").Keep("new,one");
            new KeptSecret(configuration, "absent").Keep("three");

            var kept = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
            Assert.Equal(("new,one", "two", 2), ((string?)kept["Parameters:turn-secret"], (string?)kept["Parameters:redis-password"], kept.Count));
            new KeptSecret(new ConfigurationManager(), "turn-secret").Keep("nowhere");
            configuration.AddInMemoryCollection([new("Parameters:turn-secret", "given")]);
            new KeptSecret(configuration, "turn-secret").Keep("nowhere");
            Assert.Equal("new,one", (string?)JsonNode.Parse(File.ReadAllText(path))!["Parameters:turn-secret"]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Nothing can be written there any more, whoever runs the test.</summary>
    private static void Bar(string path) => Directory.CreateDirectory($"{path}.new");

    private static Task<TurnSecrets> CreateAsync(KeptSecret kept, TimeProvider? clock = null) => TurnSecrets.CreateAsync(
        ["one"], TimeSpan.FromHours(1), new GenerateParameterDefault { MinLength = 48, Special = false }, kept, clock ?? TimeProvider.System, Cancel);

    /// <summary>What coturn takes.</summary>
    private static async Task<List<string>> AcceptedAsync(TurnSecrets secrets)
    {
        var path = Path.Combine(secrets.Folder, TurnSecretDatabase.FileName);
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT value FROM turn_secret";
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        List<string> accepted = [];
        while (await reader.ReadAsync(Cancel))
            accepted.Add(reader.GetString(0));

        return accepted;
    }
}
