using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting.Testing;
using M4sh.Client;
using M4sh.Client.Signaling;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.TestSupport;

namespace M4sh.IntegrationTests;

/// <summary>A real Prometheus finds every replica and gives the right numbers for a call whose numbers are known.</summary>
[Collection(CallCollection.Name)]
public sealed class MetricsTests(Stack stack)
{
    private const string Sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=sendrecv\r\n";

    // What one call adds to each.
    private static readonly (string Query, double Adds)[] Counts =
    [
        ("""sum(webrtc_qos_rtt_seconds_count)""", 4),
        ("""sum(webrtc_qos_rtt_seconds_bucket{le="0.1"})""", 1),
        ("""sum(webrtc_qos_rtt_seconds_bucket{le="0.2"})""", 2),
        ("""sum(webrtc_qos_rtt_seconds_bucket{le="+Inf"})""", 4),
        ("""round(1000 * sum(webrtc_qos_rtt_seconds_sum))""", 50 + 150 + 250 + 350),
        ("""sum(webrtc_qos_packet_loss_pct_bucket{le=~"1(\\.0)?"})""", 3),
        ("""round(sum(webrtc_qos_packet_loss_pct_sum))""", 8),
        ("""sum(webrtc_qos_jitter_seconds_bucket{le="0.03"})""", 4),
        ("""sum(webrtc_signaling_messages_total{type="join",transport="hub"})""", 2),
        ("""sum(webrtc_signaling_messages_total{type="offer",transport="hub"})""", 1),
        ("""sum(webrtc_signaling_messages_total{type="quality-stats",transport="hub"})""", 4),
        ("""sum(webrtc_signaling_relay_seconds_count)""", 2),
        ("""sum(webrtc_call_setup_seconds_count)""", 1),
        ("""sum(webrtc_peers_connected)""", 2),
        ("""sum(webrtc_qos_issues_total{type="high_rtt",severity="warning"})""", 0),
        ("""sum(webrtc_ice_failures_total)""", 0),
        ("""sum(webrtc_qos_samples_pruned_total)""", 0),
    ];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Targets_AllReplicas_AreListedInPrometheusForm()
    {
        using var http = stack.App.CreateHttpClient("qos-worker", "http");

        var groups = await TargetsAsync(http, 3);

        var services = groups.EnumerateArray().Select(group => group.GetProperty("labels").GetProperty("service").GetString()).ToList();
        Assert.Equal(["qos-worker", "signaling-api", "signaling-api"], services.Order(StringComparer.Ordinal));
        var addresses = groups.EnumerateArray().Select(group => Assert.Single(group.GetProperty("targets").EnumerateArray()).GetString()!).ToList();
        Assert.Equal(3, addresses.Distinct().Count());
        using var plain = new HttpClient();
        foreach (var address in addresses)
            Assert.Contains("# TYPE ", await plain.GetStringAsync(new Uri($"http://{address}/metrics"), Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prometheus_ScrapesAKnownCall_GivesItsNumbers()
    {
        using var worker = stack.App.CreateHttpClient("qos-worker", "http");
        var begin = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        await using var prometheus = await PrometheusServer.StartAsync(new(worker.BaseAddress!, "/metrics/targets"), Cancelled);
        await prometheus.WaitForAsync("sum(up{service=\"signaling-api\"})", 2, Cancelled);
        await prometheus.WaitForAsync("sum(up{service=\"qos-worker\"})", 1, Cancelled);
        await prometheus.WaitForAsync(FormattableString.Invariant($"count(timestamp(webrtc_peers_connected) > {begin}) + count(timestamp(webrtc_sessions_active) > {begin})"), 3, Cancelled);

        // Connections of the tests before are closed, but perhaps not yet seen to be. The numbers are of a time at which no scrape failed: whoever is missing in one
        // is missing in the sums.
        var before = new Dictionary<string, double>();
        do
        {
            await prometheus.WaitForAsync("sum(up)", 3, Cancelled);
            await prometheus.WaitForAsync("sum(webrtc_peers_connected)", 0, Cancelled);
            foreach (var (query, _) in Counts)
                before[query] = await prometheus.QueryAsync(query, Cancelled) ?? 0;
        }
        while (await prometheus.QueryAsync("min(min_over_time(up[10s]))", Cancelled) is not 1);

        await using var call = await CallAsync();

        foreach (var (query, adds) in Counts)
            await prometheus.WaitForAsync($"{query} or vector(0)", before[query] + adds, Cancelled);

        // How many others are still open depends on what ran before; all that is sure is that this one is.
        await prometheus.WaitForAsync("max(webrtc_sessions_active) >= bool 1", 1, Cancelled);

        string[] known = ["__name__", "instance", "job", "le", "replica", "service", "type", "transport", "reason", "severity"];
        Assert.Empty((await prometheus.LabelsAsync("{__name__=~\"webrtc_.*\"}", Cancelled)).Except(known));
    }

    /// <summary>The list, as soon as it has so many: a replica that is healthy says where it is just after that.</summary>
    private static async Task<JsonElement> TargetsAsync(HttpClient http, int count)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (true)
        {
            var groups = await http.GetFromJsonAsync<JsonElement>("/metrics/targets", limit.Token);
            if (groups.GetArrayLength() >= count)
                return groups;

            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>Two peers, an offer and an answer, a connection and four samples.</summary>
    private async Task<Call> CallAsync()
    {
        var (host, guest) = (stack.ClientOf($"host-{Guid.CreateVersion7()}"), stack.ClientOf($"guest-{Guid.CreateVersion7()}"));
        var session = await AgainAsync(() => host.CreateSessionAsync(new() { LessonId = $"lesson-{Guid.CreateVersion7()}" }, Cancelled));
        var first = await AgainAsync(() => host.JoinSessionAsync(session.Id, cancellationToken: Cancelled));
        var second = await AgainAsync(() => guest.JoinSessionAsync(session.Id, cancellationToken: Cancelled));
        var call = new Call(new(OptionsOf(first)), new(OptionsOf(second)));
        var offered = new TaskCompletionSource<OfferRelay>(TaskCreationOptions.RunContinuationsAsynchronously);
        call.Guest.OnOffer(offer =>
        {
            offered.TrySetResult(offer);
            return Task.CompletedTask;
        });
        await call.Host.ConnectAsync(Cancelled);
        await call.Guest.ConnectAsync(Cancelled);
        await call.Host.SendOfferAsync(Sdp, Cancelled);
        await call.Guest.SendAnswerAsync(Sdp, (await offered.Task.WaitAsync(Cancelled)).Seq, Cancelled);
        await call.Host.SendConnectionStateAsync(new() { State = PeerConnectionState.Connected }, Cancelled);
        for (var i = 0; i < 4; i++)
        {
            var sample = new QosSample { Id = $"s{i}", RttMs = 50 + (100 * i), PacketLossPct = i == 3 ? 8 : 0, JitterMs = 5 };
            await call.Host.SendQualityStatsAsync(sample, Cancelled);
        }

        return call;
    }

    /// <summary>A machine with too much to do answers 503 now and then; trying again is what a client would do.</summary>
    private static async Task<T> AgainAsync<T>(Func<Task<T>> call)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (true)
        {
            try
            {
                return await call();
            }
            catch (M4shApiException exception) when (exception.Code == ErrorCodes.Unavailable)
            {
                await timer.WaitForNextTickAsync(Cancelled);
            }
        }
    }

    private static SignalingConnectionOptions OptionsOf(JoinSessionResponse join) =>
        new() { HubUrl = new(join.HubUrl), SessionToken = _ => ValueTask.FromResult(join.Token) };

    private sealed record Call(SignalingConnection Host, SignalingConnection Guest) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            await Guest.DisposeAsync();
        }
    }
}
