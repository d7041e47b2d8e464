using CsCheck;
using M4sh.Client;
using M4sh.SignalingApi.Tests.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.SignalingApi.Tests.Signaling.Negotiations;

/// <summary>The same peers and schedules as <see cref="ConvergenceTests"/>, over two replicas and real Redis.</summary>
public sealed class ConvergenceReplicaTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const int Schedules = 100;

    // So short a log makes gaps that are too large for a resume; ICE, which nobody does here, shall not end the call.
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Signaling:LogMessages"] = "16",
        ["Signaling:AnswerTimeout"] = "00:10:00",
        ["WebRtc:IceCandidateTimeout"] = "00:05:00",

        // Nobody looks at deadlines meanwhile: the schedules' own waits come to more than that.
        ["Signaling:NodeBeat"] = "00:05:00",
        ["Signaling:NodeTimeout"] = "00:12:00",
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Schedule_OverReplicas_Converges()
    {
        await fixture.StartAsync(Cancel);
        var clock = new FrozenClock();
        ApiReplica[] replicas = [Start("model-1", clock), Start("model-2", clock)];
        await Step.Schedules.SampleAsync(RunAsync, iter: Schedules, threads: 1, print: schedule => string.Join(' ', schedule));

        async Task RunAsync(Step[] schedule)
        {
            var (impolite, polite) = ($"impolite-{Guid.CreateVersion7()}", $"polite-{Guid.CreateVersion7()}");
            var session = await CreateAsync(impolite, polite);
            await using var room = new ReplicaRoom(clock, replicas, session, impolite, polite);
            await ModelCall.RunAsync(room, schedule);
        }
    }

    private ApiReplica Start(string name, FrozenClock clock) =>
        fixture.StartReplica(name, settings: Settings, services: services => services.AddSingleton<TimeProvider>(clock));

    private async Task<Guid> CreateAsync(string impolite, string polite)
    {
        var session = await As(impolite).CreateSessionAsync(new(), Cancel);
        await As(impolite).JoinSessionAsync(session.Id, "Impolite", Cancel);
        await As(polite).JoinSessionAsync(session.Id, "Polite", Cancel);
        return session.Id;
    }

    private M4shClient As(string userId) =>
        new(new HttpClient { BaseAddress = fixture.Api.Address }, _ => ValueTask.FromResult(TestTokens.Platform(userId)));
}
