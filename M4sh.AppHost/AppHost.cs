using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using M4sh.AppHost;
using M4sh.AppHost.Turn;

AspireInUse.Print();
var builder = DistributedApplication.CreateBuilder(args);
builder.Configuration.ReadUnderscores();

// Generated at the first start and kept in the user secrets, unless given: Parameters__auth_signing_key, Parameters__session_token_secret, …
var signingKey = builder.AddParameter("auth-signing-key", Secret(), secret: true, persist: true);
var tokenSecret = builder.AddParameter("session-token-secret", Secret(), secret: true, persist: true);
var turnSecret = builder.AddParameter("turn-secret", Secret(), secret: true, persist: true);

var database = builder.AddPostgres("postgres").WithDataVolume().AddDatabase("m4shdb");
var redis = builder.AddRedis("redis");
var turnSecrets = await TurnSecrets.CreateAsync(builder, turnSecret, Secret());
var coturn = builder.AddCoturn("coturn", turnSecrets);

// Migrates the database before it is healthy, so the others wait for it.
var worker = builder.AddProject<Projects.M4sh_QosWorker>("qos-worker")
    .WithReference(database).WaitFor(database)
    .WithReference(redis).WaitFor(redis)
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints();

var api = builder.AddProject<Projects.M4sh_SignalingApi>("signaling-api")
    .WithReplicas(2)
    .WithReference(database)
    .WithReference(redis).WaitFor(redis)
    .WaitFor(worker)
    .WithEnvironment("Auth__SigningKey", signingKey)
    .WithEnvironment("WEBRTC_TOKEN_SECRET", tokenSecret)
    .WithEnvironment("TURN_SECRET_FILE", turnSecrets.FilePath)
    .WithEnvironment("TURN_SERVER_URL", coturn.TurnUrls())
    .WithEnvironment("WebRtc__TurnCredentialTtl", turnSecrets.CredentialTtl.ToString())
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints();

var console = builder.AddProject<Projects.M4sh_Console>("console")
    .WithReference(api).WaitFor(api)
    .WithReference(worker)
    .WithReference(database).WaitFor(database)
    .WithReference(redis)
    .WithEnvironment("Auth__SigningKey", signingKey)
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints();

// Beside the developer's own, which are numbered.
api.WithEnvironment("Cors__Origins__console", console.GetEndpoint("http"));
console.WithEnvironment("Access__PublicUrl", console.GetEndpoint("http"));

builder.Build().Run();

static GenerateParameterDefault Secret() => new() { MinLength = 48, Special = false };
