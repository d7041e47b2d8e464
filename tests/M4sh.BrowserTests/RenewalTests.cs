using Aspire.Hosting.Testing;
using M4sh.IntegrationTests;

namespace M4sh.BrowserTests;

/// <summary>A call that outlives its TURN credentials: they live for 30 s here.</summary>
public sealed class RenewalTests(Chromium chromium)
{
    // Each page remembers the credentials that it began with; "old" goes back to them.
    private const string RelayOnly =
        """
        window.refusals = [];
        window.change = c => {
          window.first ??= window.turn(c.iceServers);
          window.latest = window.turn(c.iceServers);
          return { ...c, iceTransportPolicy: 'relay', iceServers: window.isOld ? window.first : window.latest };
        };
        window.expired = () => Date.now() / 1000 > Number(window.first[0].username.split(':')[0]) + 1;
        window.fresh = () => Number(window.latest[0].username.split(':')[0]) - Date.now() / 1000 > 13;
        window.restart = async () => {
          const connection = window.connections[0];
          connection.addEventListener('icecandidateerror', event => window.refusals.push(event.errorCode));
          connection.setConfiguration({ ...connection.getConfiguration(), iceServers: window.latest });
          connection.restartIce();
        };
        window.relays = async () => {
          const ufrag = /a=ice-ufrag:(.*)/.exec(window.connections[0].localDescription.sdp)[1];
          return (window.connections[0].localDescription.sdp.match(/ typ relay/g) ?? []).length > 0 ? ufrag : null;
        };
        """;

    [Fact]
    public async Task IceRestart_AfterTheFirstCredentialsHaveEnded_WorksWithThePushedOnesOnly()
    {
        Stack.RequirePrograms();
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var app = await Stack.StartAsync(cancellationToken, prepare: null, "--WebRtc:TurnCredentialTtl=00:00:30");
        var (console, api) = (app.GetEndpoint("console", "http"), app.GetEndpoint("signaling-api", "http"));
        await using var teacher = await CallPage.OpenAsync(chromium, console, api, "teacher", null, RelayOnly);
        var session = await CallPage.SessionOfAsync(teacher);
        await using var student = await CallPage.OpenAsync(chromium, console, api, "student", session, RelayOnly);
        await CallPage.SeesFramesAsync(teacher);
        await CallPage.SeesFramesAsync(student);
        foreach (var page in (WatchedPage[])[teacher, student])
        {
            await page.UntilAsync("window.expired() && window.latest[0].username !== window.first[0].username");
        }

        // With enough of their life left for a restart on a machine that has much to do.
        await teacher.UntilAsync("window.fresh()");
        var before = await teacher.Page.EvaluateAsync<string>("window.relays()");
        await teacher.Page.EvaluateAsync("window.restart()");
        await teacher.UntilAsync(
            """
            async before => {
              const ufrag = await window.relays();
              return ufrag && ufrag !== before && window.connections[0].signalingState === 'stable' && window.connections[0].connectionState === 'connected';
            }
            """, before);
        Assert.Empty(await teacher.Page.EvaluateAsync<int[]>("window.refusals"));

        await teacher.Page.EvaluateAsync("window.isOld = true; window.restart()");
        await teacher.UntilAsync("window.refusals.includes(401)");
    }
}
