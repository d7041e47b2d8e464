using System.Globalization;
using System.Text.Json;
using M4sh.Console.Live;
using M4sh.Console.SystemStatus;
using M4sh.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace M4sh.Console.Tests.SystemStatus;

/// <summary>Two replicas of the API, a worker, Postgres and Redis: all well, until a test changes something.</summary>
internal sealed class SystemWorld
{
    public const string First = "10.0.0.1:8080";
    public const string Second = "10.0.0.2:8080";
    public const string Worker = "10.0.0.3:8080";
    public const string List = "qos-worker";

    private readonly TimeProvider _time;
    private readonly Dictionary<string, string> _targets = new(StringComparer.Ordinal);

    public SystemWorld(TimeProvider time)
    {
        _time = time;
        AddTarget(First, "signaling-api", "api-1");
        AddTarget(Second, "signaling-api", "api-2");
        AddTarget(Worker, "qos-worker", "worker-1");
        SetHealth(First, ("M4shDbContext", "healthy", null), ("StackExchange.Redis", "healthy", null), ("turn", "healthy", "relay"));
        SetHealth(Second, ("M4shDbContext", "healthy", null), ("StackExchange.Redis", "healthy", null), ("turn", "healthy", "relay"));
        SetHealth(Worker, ("M4shDbContext", "healthy", null), ("startup", "healthy", null));
        SetApi(First);
        SetApi(Second);
        SetWorker();
        Probe = new(Replicas, time);
        Reader = new(new(Probe, new OwnTarget(new ServiceCollection().BuildServiceProvider(), new("console-1"))), Probe, [Postgres, Redis], time);
    }

    public FakeReplicas Replicas { get; } = new();

    public FakeStore Postgres { get; } = new(new(StoreStatus.Postgres) { Version = "17.2", Connections = 20, MaxConnections = 100, Bytes = 5 * 1024 * 1024 });

    public FakeStore Redis { get; } = new(new(StoreStatus.Redis) { Version = "7.4.1", Connections = 6, Bytes = 1024 });

    public ReplicaProbe Probe { get; }

    public SystemReader Reader { get; }

    public SystemFeed NewFeed(LiveNews news) => new(Reader, news, _time, NullLogger<SystemFeed>.Instance);

    public Task<SystemSnapshot> ReadAsync(SystemSnapshot? previous = null) => Reader.ReadAsync(previous, TestContext.Current.CancellationToken);

    public void AddTarget(string address, string service, string replica)
    {
        _targets[address] = $$$"""{"targets":["{{{address}}}"],"labels":{"__scheme__":"http","service":"{{{service}}}","replica":"{{{replica}}}"}}""";
        Replicas.Answer(List, "/metrics/targets", $"[{string.Join(',', _targets.Values)}]");
    }

    public void SetHealth(string address, params (string Name, string Status, string? State)[] checks)
    {
        var worst = checks.Any(check => check.Status == "unhealthy") ? "unhealthy" : checks.Any(check => check.Status == "degraded") ? "degraded" : "healthy";
        var body = JsonSerializer.Serialize(new
        {
            status = worst,
            checks = checks.ToDictionary(check => check.Name, check => new { status = check.Status, state = check.State }),
        });
        Replicas.Answer(address, "/health", body, worst == "unhealthy" ? System.Net.HttpStatusCode.ServiceUnavailable : System.Net.HttpStatusCode.OK);
    }

    public void SetApi(string address, double messages = 0, double samples = 0, double waiting = 0, double failures = 0, string version = "1.2.0") => Replicas.Answer(
        address,
        "/metrics",
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            # TYPE target_info gauge
            target_info{service_name="signaling-api",service_version="{{version}}"} 1
            # TYPE webrtc_signaling_messages_total counter
            {{WebRtcInstruments.SignalingMessages}}{transport="hub",type="offer"} {{messages}}
            {{WebRtcInstruments.SignalingMessages}}{transport="raw",type="join"} 2
            {{WebRtcInstruments.SignalingRelay}}_sum {{messages / 1000}}
            {{WebRtcInstruments.SignalingRelay}}_count {{messages}}
            {{WebRtcInstruments.QosRtt}}_count {{samples}}
            {{WebRtcInstruments.PeersConnected}} 3
            {{WebRtcInstruments.SignalingMessagesWaiting}} 1
            {{WebRtcInstruments.QosSamplesWaiting}} {{waiting}}
            {{WebRtcInstruments.QosSamplesWaitingLimit}} 20000
            http_server_request_duration_seconds_count{http_response_status_code="200"} {{messages}}
            http_server_request_duration_seconds_count{http_response_status_code="503"} {{failures}}
            dotnet_process_cpu_time_seconds_total{cpu_mode="user"} {{messages / 100}}
            dotnet_process_memory_working_set_bytes 104857600
            """));

    public void SetWorker(double lag = 4, string version = "1.2.0") => Replicas.Answer(
        Worker,
        "/metrics",
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            target_info{service_version="{{version}}"} 1
            {{WebRtcInstruments.SessionsActive}} 12
            {{WebRtcInstruments.QosRollupLag}} {{lag}}
            """));
}
