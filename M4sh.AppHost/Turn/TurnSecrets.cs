using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace M4sh.AppHost.Turn;

/// <summary>
/// The secrets of TURN: the first one issues, coturn accepts all of them. They are in two files, of a folder that only its owner can enter: coturn's database
/// and, for the API, the secrets themselves, a line each. A rotation changes both while everything runs; an old secret goes once what was issued with it has ended.
/// </summary>
internal sealed class TurnSecrets : BackgroundService
{
    public const string Realm = "m4sh";

    private const string FileName = "secrets";
    private const string FolderPrefix = "m4sh-turn-";
    private static readonly TimeSpan DefaultTtl = TimeSpan.FromHours(1);
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly TurnSecretDatabase _database;
    private readonly GenerateParameterDefault _generator;
    private readonly KeptSecret _kept;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1);

    // The first issues, and has no end.
    private readonly List<(string Secret, DateTimeOffset End)> _secrets = [];

    private TurnSecrets(string folder, TimeSpan overlap, GenerateParameterDefault generator, KeptSecret kept, TimeProvider time)
    {
        (Folder, Overlap, _generator, _kept, _time) = (folder, overlap, generator, kept, time);
        _database = new(Path.Combine(folder, TurnSecretDatabase.FileName), Realm);
    }

    public string Folder { get; }

    /// <summary>How long an old secret is accepted: as long as credentials live, and some more.</summary>
    public TimeSpan Overlap { get; }

    /// <summary>How long credentials live.</summary>
    public TimeSpan CredentialTtl => Overlap - Margin;

    /// <summary>Where the API reads the secrets.</summary>
    public string FilePath => Path.Combine(Folder, FileName);

    /// <summary>The secret that issues.</summary>
    public string Current => _secrets[0].Secret;

    /// <summary>Takes what the parameter holds: secrets separated by commas, the first of which issues.</summary>
    public static async Task<TurnSecrets> CreateAsync(
        IDistributedApplicationBuilder builder, IResourceBuilder<ParameterResource> parameter, GenerateParameterDefault generator,
        CancellationToken cancellationToken = default)
    {
        var given = await parameter.Resource.GetValueAsync(cancellationToken) ?? "";
        var ttl = builder.Configuration.GetValue("WebRtc:TurnCredentialTtl", DefaultTtl);
        var secrets = await CreateAsync(
            given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), ttl + Margin, generator,
            new(builder.Configuration, parameter.Resource.Name), TimeProvider.System, cancellationToken);
        builder.Services.AddHostedService(_ => secrets);

        // Also where nothing of it is ever started.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => secrets.Delete();
        return secrets;
    }

    internal static async Task<TurnSecrets> CreateAsync(
        IReadOnlyList<string> given, TimeSpan overlap, GenerateParameterDefault generator, KeptSecret kept, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var secrets = new TurnSecrets(MakeFolder(), overlap, generator, kept, time);
        await secrets._database.CreateAsync(cancellationToken);
        foreach (var secret in given)
            await secrets._database.AddAsync(secret, cancellationToken);

        var end = time.GetUtcNow() + overlap;
        secrets._secrets.AddRange(given.Select((secret, i) => (secret, i == 0 ? DateTimeOffset.MaxValue : end)));
        secrets.Tell();
        return secrets;
    }

    public void Write(string fileName, string text) => PrivateFiles.Write(Path.Combine(Folder, fileName), text);

    /// <summary>A new secret issues from here on. It is accepted before it issues, and kept for the next start.</summary>
    public Task RotateAsync(CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        var secret = _generator.GetDefaultValue();
        await _database.AddAsync(secret, cancellationToken);
        _secrets[0] = (Current, _time.GetUtcNow() + Overlap);
        _secrets.Insert(0, (secret, DateTimeOffset.MaxValue));
        Tell();
    }, cancellationToken);

    /// <summary>Takes away the old secrets whose credentials have ended.</summary>
    internal Task RetireAsync(CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        var ended = _secrets.Where(secret => secret.End <= _time.GetUtcNow()).ToList();
        foreach (var secret in ended)
        {
            await _database.RemoveAsync(secret.Secret, cancellationToken);
            _secrets.Remove(secret);
        }

        if (ended.Count > 0)
            Tell();
    }, cancellationToken);

    public override void Dispose()
    {
        base.Dispose();
        _turn.Dispose();
        Delete();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Margin, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await RetireAsync(stoppingToken);
    }

    private void Delete()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    private void Tell()
    {
        var all = _secrets.Select(secret => secret.Secret).ToList();

        // First the service that issues: what is kept is for the next start only.
        Write(FileName, string.Join('\n', all));
        _kept.Keep(string.Join(',', all));
    }

    private async Task InTurnAsync(Func<Task> act, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await act();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>One for this process; those that killed ones left behind are cleared away.</summary>
    private static string MakeFolder()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), $"{FolderPrefix}*"))
        {
            if (int.TryParse(Path.GetFileName(folder)[FolderPrefix.Length..].Split('-')[0], CultureInfo.InvariantCulture, out var owner) && !IsRunning(owner))
                Directory.Delete(folder, recursive: true);
        }

        return Directory.CreateTempSubdirectory(string.Create(CultureInfo.InvariantCulture, $"{FolderPrefix}{Environment.ProcessId}-")).FullName;
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(processId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
