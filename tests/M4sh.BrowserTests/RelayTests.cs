using System.Text.Json;
using M4sh.Contracts.Sessions;
using M4sh.IntegrationTests;
using Microsoft.Playwright;

namespace M4sh.BrowserTests;

/// <summary>Calls that only the relay can carry: two pages that may use nothing else, and the AppHost's coturn.</summary>
public sealed class RelayTests(Stack stack, Chromium chromium)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    public async Task RelayOnly_BothPeers_ConnectThroughCoturn(string transport)
    {
        var change =
            $$"""
            window.change = c => ({
              ...c, iceTransportPolicy: 'relay',
              iceServers: window.turn(c.iceServers).map(server => ({ ...server, urls: server.urls.filter(url => url.endsWith('transport={{transport}}')) })),
            });
            """;
        await using var teacher = await OpenAsync("teacher", null, change);
        var session = await CallPage.SessionOfAsync(teacher);
        await using var student = await OpenAsync("student", session, change);
        await CallPage.SeesFramesAsync(teacher);
        await CallPage.SeesFramesAsync(student);

        // The pair is told with `connected`, and the NAT some seconds later.
        var participants = await UntilAsync(session, participant => participant is { CandidatePair: not null, NatType: not null });
        Assert.All(participants, participant =>
        {
            var pair = participant.CandidatePair!.Value;
            Assert.Equal(("relay", transport), (Of(pair, "local", "candidate_type"), Of(pair, "local", "relay_protocol")));
            Assert.NotEqual("host", Of(pair, "remote", "candidate_type"));
        });
        Assert.Empty(teacher.Problems);
        Assert.Empty(student.Problems);
    }

    [Fact]
    public async Task RelayOnly_WrongSecret_IsNamedOnThePageAndForBothPeers()
    {
        // What the API would issue with another secret than coturn's.
        const string Forge = "window.change = c => ({ ...c, iceTransportPolicy: 'relay', iceServers: window.turn(c.iceServers).map(s => ({ ...s, credential: 'wrong' })) });";
        var session = await FailAsync(Forge, "turn_unauthorized 401");

        var failures = await FailuresAsync(session);
        Assert.Equal(2, failures.Count);
        Assert.All(failures, failure => Assert.Equal(
            ("turn_unauthorized", 401), (failure.GetProperty("reason").GetString(), failure.GetProperty("code").GetInt32())));
    }

    [Fact]
    public async Task RelayOnly_OnlyADeadServer_IsNamedOnThePageAndForBothPeers()
    {
        const string Dead =
            """
            window.change = c => ({ ...c, iceTransportPolicy: 'relay', iceServers: [{ ...window.turn(c.iceServers)[0], urls: ['turn:192.0.2.1:9?transport=udp'] }] });
            """;
        var session = await FailAsync(Dead, "turn_unreachable 701");

        Assert.Equal(["turn_unreachable", "turn_unreachable"], (await FailuresAsync(session)).Select(failure => failure.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task RelayOnly_ADeadServerAndALivingOne_TakesTheLivingOne()
    {
        const string One =
            """
            window.change = c => ({
              ...c, iceTransportPolicy: 'relay',
              iceServers: window.turn(c.iceServers).flatMap(s => [{ ...s, urls: ['turn:192.0.2.1:9?transport=udp'] }, s]),
            });
            """;
        await using var teacher = await OpenAsync("teacher", null, One);
        var session = await CallPage.SessionOfAsync(teacher);
        await using var student = await OpenAsync("student", session, One);
        await CallPage.SeesFramesAsync(teacher);
        await CallPage.SeesFramesAsync(student);
    }

    /// <summary>A call that cannot connect, to its end.</summary>
    private async Task<Guid> FailAsync(string change, string problem)
    {
        await using var teacher = await OpenAsync("teacher", null, change);
        var session = await CallPage.SessionOfAsync(teacher);
        await using var student = await OpenAsync("student", session, change);
        foreach (var page in (WatchedPage[])[teacher, student])
        {
            await page.UntilAsync("problem => document.getElementById('problem').value.trim() === problem", problem);
        }

        await Assertions.Expect(student.Page).ToHaveTitleAsync("M4sh: session_ended", new() { Timeout = 90_000 });
        var ended = await stack.ClientOf("qa", "admin").GetSessionAsync(session, Cancel);
        Assert.Equal((SessionStatus.Ended, EndReason.IceFailed), (ended.Status, ended.EndReason));
        var events = (await stack.ClientOf("qa", "admin").GetEventsAsync(session, Cancel)).Items;
        var begun = events.Where(item => item.Type == "signaling_connected").Max(item => item.At);
        var named = events.Where(item => item.Type == "ice_failure").Max(item => item.At);
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
            $"{problem}: named for both {(named - begun).TotalSeconds:F1} s and ended {(ended.EndedAt!.Value - begun).TotalSeconds:F1} s after both were there"));
        return session;
    }

    private async Task<List<JsonElement>> FailuresAsync(Guid session) =>
        [.. (await stack.ClientOf("qa", "admin").GetEventsAsync(session, Cancel)).Items.Where(item => item.Type == "ice_failure").Select(item => item.Data!.Value)];

    private async Task<IReadOnlyList<Participant>> UntilAsync(Guid session, Func<Participant, bool> holds)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (true)
        {
            var participants = (await stack.ClientOf("qa", "admin").GetSessionAsync(session, Cancel)).Participants;
            if (participants.Count == 2 && participants.All(holds))
                return participants;

            await timer.WaitForNextTickAsync(Cancel);
        }
    }

    private static string? Of(JsonElement pair, string side, string member) => pair.GetProperty(side).GetProperty(member).GetString();

    private Task<WatchedPage> OpenAsync(string user, Guid? session, string change) => CallPage.OpenAsync(chromium, stack.Console, stack.Api, user, session, change);
}
