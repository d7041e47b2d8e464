using System.Net;
using System.Text.Json;
using M4sh.Console.Readiness;
using M4sh.Console.Tests.Fakes;
using M4sh.Contracts.Ice;
using Microsoft.Extensions.Logging.Abstractions;

namespace M4sh.Console.Tests.Readiness;

public sealed class ReadinessCheckTests : IAsyncDisposable
{
    private readonly CallWorld _world = new();
    private readonly FakeReadinessBrowsers _browser = new();

    public ReadinessCheckTests() => _world.Api.IceServers =
    [
        new() { Urls = ["stun:stun.example"] },
        new() { Urls = ["turn:turn.example?transport=udp", "turn:turn.example?transport=tcp"], Username = "u", Credential = "c" },
    ];

    public ValueTask DisposeAsync() => _browser.DisposeAsync();

    [Fact]
    public async Task Check_AllIsWell_TakesEveryStepAndClosesAll()
    {
        await using var check = New();

        await check.RunAsync();

        Assert.Equal(ReadinessState.Passed, check.Outcome);
        Assert.All(check.Steps, step => Assert.Equal(
            step.Key == ReadinessStep.TurnTls ? ReadinessState.Skipped : ReadinessState.Passed, step.State));
        Assert.All(check.Steps, step => Assert.NotNull(step.Took));
        Assert.Equal(
            ["turn turn:turn.example?transport=udp", "turn turn:turn.example?transport=tcp"], _browser.Asked.Where(each => each.StartsWith("turn ", StringComparison.Ordinal)));
        Assert.Contains("hub ws://localhost/hubs/signaling?access_token=brief", _browser.Asked);
        Assert.Contains("socket ws://localhost/ws?token=brief", _browser.Asked);
        Assert.False(_browser.IsOpen);
        Assert.Contains(_world.Api.Requests, request => request.EndsWith("/end/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_ApiAway_StillLooksAtTheDevices()
    {
        _world.Api.Refuse("POST /api/v1/webrtc/sessions/", HttpStatusCode.ServiceUnavailable, "unavailable", "The database is away.");
        await using var check = New();

        await check.RunAsync();

        Assert.Equal((ReadinessState.Failed, "The database is away."), (Step(check, ReadinessStep.Api).State, Step(check, ReadinessStep.Api).Finding.What));
        Assert.Equal(ReadinessState.Passed, Step(check, ReadinessStep.Camera).State);
        Assert.Equal(9, check.Steps.Count(step => step.Finding.What == "Not tried: the API did not answer."));
        Assert.Equal(ReadinessState.Failed, check.Outcome);
    }

    [Fact]
    public async Task Check_NoTurnServerAnswers_DoesNotTryTheRelay()
    {
        _browser.Turn = new(false, 9, IceFailureReason.TurnUnreachable, 701);
        await using var check = New();

        await check.RunAsync();

        Assert.Equal(ReadinessState.Skipped, Step(check, ReadinessStep.Relay).State);
        Assert.DoesNotContain("relay", _browser.Asked);
    }

    [Fact]
    public async Task Check_Cancelled_SkipsTheRestAndLeavesNothingOpen()
    {
        _browser.CameraOpens = new TaskCompletionSource().Task;
        var atCamera = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var check = New();
        check.Changed += () =>
        {
            if (Step(check, ReadinessStep.Camera).State == ReadinessState.Running)
                atCamera.TrySetResult();
        };
        var running = check.RunAsync();
        await atCamera.Task.WaitAsync(TestContext.Current.CancellationToken);

        await check.CancelAsync();
        await running;

        Assert.Equal(ReadinessState.Passed, Step(check, ReadinessStep.Hub).State);
        Assert.Equal(("Cancelled.", "Cancelled."), (Step(check, ReadinessStep.Camera).Finding.What, Step(check, ReadinessStep.Relay).Finding.What));
        Assert.False(_browser.IsOpen);
        Assert.Contains(_world.Api.Requests, request => request.EndsWith("/end/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Report_OfACheck_IsTextAndJsonWithoutSecrets()
    {
        _browser.Camera = new("NotAllowedError");
        await using var check = New();
        await check.RunAsync();

        var text = ReadinessReport.Text(check);
        using var json = JsonDocument.Parse(ReadinessReport.Json(check));

        Assert.StartsWith("M4sh readiness check, 2026-01-02 03:04 UTC: failed", text, StringComparison.Ordinal);
        Assert.Contains("failed   Camera (0 ms): The browser may not use the camera: denied.", text, StringComparison.Ordinal);
        Assert.Equal(ReadinessStep.All.Count, json.RootElement.GetProperty("steps").GetArrayLength());
        Assert.DoesNotContain("brief", text + json.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    private ReadinessCheck New() => new(new(_world.Clients, _world.Time, NullLogger<ReadinessCheck>.Instance), _browser);

    private static ReadinessStep Step(ReadinessCheck check, string key) => check.Steps.Single(step => step.Key == key);
}
