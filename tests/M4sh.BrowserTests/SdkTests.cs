using Aspire.Hosting.Testing;
using M4sh.Contracts.Sessions;
using M4sh.IntegrationTests;
using M4sh.TestSupport;
using Microsoft.Playwright;
using Npgsql;

namespace M4sh.BrowserTests;

/// <summary>The browser's SDK as the docs' example uses it: two pages, the API on two replicas, raw sockets.</summary>
public sealed class SdkTests(Stack stack, Chromium chromium)
{
    /// <summary>Keeps the page's peer connections where a test can see them.</summary>
    private const string WatchConnections =
        """
        window.connections = [];
        window.RTCPeerConnection = class extends RTCPeerConnection {
          constructor(configuration) {
            super(configuration);
            window.connections.push(this);
          }

          // Those are throwaway ones, that find out about the NAT.
          createDataChannel(name) {
            window.connections.splice(window.connections.indexOf(this), 1);
            return super.createDataChannel(name);
          }
        };
        """;

    /// <summary>Of the other's candidates none is taken, until it has restarted ICE.</summary>
    private const string LoseFirstCandidates =
        """
        window.lost = 0;
        const add = RTCPeerConnection.prototype.addIceCandidate;
        RTCPeerConnection.prototype.addIceCandidate = async function (candidate) {
          const ufrag = /a=ice-ufrag:(.*)/.exec(this.remoteDescription.sdp)[1];
          window.first ??= ufrag;
          if (ufrag === window.first) {
            window.lost++;
          } else {
            await add.call(this, candidate);
          }
        };
        """;

    [Fact]
    public async Task Example_OfTheDocs_ConnectsTwoPagesMeasuresAndHangsUp()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var teacher = await OpenAsync("teacher");
        var session = await SessionOfAsync(teacher);
        await using var student = await OpenAsync("student", session);
        await SeesFramesAsync(teacher);
        await SeesFramesAsync(student);

        // Every 5 s, of what each of them receives and of what it sends.
        await using var database = new NpgsqlConnection(await stack.App.GetConnectionStringAsync("m4shdb", cancellationToken));
        await database.OpenAsync(cancellationToken);
        await TestCallTests.CountReachesAsync(
            database, "SELECT count(DISTINCT (user_id, direction)) FROM qos_samples WHERE session_id = $1", session, 4, cancellationToken);

        await student.Page.ClickAsync("#hangup");
        await Assertions.Expect(student.Page).ToHaveTitleAsync("M4sh: left");
        await teacher.Page.ClickAsync("#hangup");
        await Assertions.Expect(teacher.Page).ToHaveTitleAsync("M4sh: left");
        var ended = await EndedAsync(session, cancellationToken);
        Assert.Equal((SessionStatus.Ended, EndReason.Hangup), (ended.Status, ended.EndReason));
        Assert.All(ended.Participants, participant => Assert.NotNull(participant.CandidatePair));
        Assert.Empty(teacher.Problems);
        Assert.Empty(student.Problems);
    }

    [Theory]
    [InlineData("offer", "answer")]
    [InlineData("ice-candidate", "ice-candidate")]
    [InlineData("connection-state", "answer")]
    public async Task Socket_CutInTheMiddleOfTheSetup_ResumesAndTheCallConnects(string teachersLast, string studentsLast)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var teachersNetwork = new TcpProxy(stack.Api.Port);
        await using var studentsNetwork = new TcpProxy(stack.Api.Port);
        await using var teacher = await OpenAsync("teacher", null, teachersNetwork, CutAt(teachersLast));
        var session = await SessionOfAsync(teacher);
        await using var student = await OpenAsync("student", session, studentsNetwork, CutAt(studentsLast));
        await SeesFramesAsync(teacher);
        await SeesFramesAsync(student);
        foreach (var page in (WatchedPage[])[teacher, student])
        {
            // It went on with the connection that it had.
            Assert.Equal(1, await page.Page.EvaluateAsync<int>("window.connections.length"));
            Assert.True(await page.Page.EvaluateAsync<bool>("window.lost.readyState === WebSocket.CLOSED"));
        }

        var timeline = await stack.ClientOf("qa", "admin").GetEventsAsync(session, cancellationToken);
        Assert.True(timeline.Items.Count(entry => entry.Type == "signaling_connected") >= 4);
    }

    [Fact]
    public async Task Reload_OfEitherPage_LeadsToANewConnectionOnTheOther()
    {
        await using var teacher = await OpenAsync("teacher");
        var session = await SessionOfAsync(teacher);
        await using var student = await OpenAsync("student", session);
        await SeesFramesAsync(teacher);
        await SeesFramesAsync(student);

        foreach (var (reloaded, other) in ((WatchedPage, WatchedPage)[])[(student, teacher), (teacher, student)])
        {
            var before = await other.Page.EvaluateAsync<int>("window.connections.length");
            await reloaded.Page.ReloadAsync();
            await other.UntilAsync("count => window.connections.length > count", before);
            await SeesFramesAsync(reloaded);
            await SeesFramesAsync(other);
            Assert.Equal("closed", await other.Page.EvaluateAsync<string>("index => window.connections[index].connectionState", before - 1));
        }

        Assert.Empty(teacher.Problems);
    }

    [Fact]
    public async Task Ice_Failed_IsRestartedOnTheSameConnection()
    {
        await using var teacher = await OpenAsync("teacher");
        var session = await SessionOfAsync(teacher);
        await using var student = await OpenAsync("student", session);
        await SeesFramesAsync(teacher);
        await SeesFramesAsync(student);

        foreach (var failing in (WatchedPage[])[teacher, student])
        {
            var (teachers, students) = (await UfragAsync(teacher), await UfragAsync(student));
            await failing.Page.EvaluateAsync(
                """
                () => {
                  const [connection] = window.connections;
                  Object.defineProperty(connection, 'connectionState', { value: 'failed', configurable: true });
                  connection.dispatchEvent(new Event('connectionstatechange'));
                  delete connection.connectionState;
                }
                """);
            await HasOtherUfragAsync(teacher, teachers);
            await HasOtherUfragAsync(student, students);
        }

        foreach (var page in (WatchedPage[])[teacher, student])
        {
            var frames = await page.Page.EvaluateAsync<int>("remote.getVideoPlaybackQuality().totalVideoFrames");
            await page.UntilAsync(
                """
                frames => window.connections.length === 1 && window.connections[0].connectionState === 'connected'
                  && remote.getVideoPlaybackQuality().totalVideoFrames > frames + 10
                """, frames);
            Assert.Empty(page.Problems);
        }
    }

    [Fact]
    public async Task Ice_NoCandidateGetsThroughAtFirst_IsRestartedWhenTheServerSaysSo()
    {
        await using var teacher = await OpenAsync("teacher", script: LoseFirstCandidates);
        var session = await SessionOfAsync(teacher);
        await using var student = await OpenAsync("student", session, script: LoseFirstCandidates);
        await SeesFramesAsync(teacher);
        await SeesFramesAsync(student);
        Assert.Equal(1, await teacher.Page.EvaluateAsync<int>("window.connections.length"));
        Assert.True(await teacher.Page.EvaluateAsync<bool>("window.lost > 0"));
        Assert.Empty(teacher.Problems);
        Assert.Empty(student.Problems);
    }

    /// <summary>The example, at an address of the console's: that origin may call the API.</summary>
    private Task<WatchedPage> OpenAsync(string user, Guid? session = null, TcpProxy? network = null, string script = "")
    {
        var query = $"api=http://localhost:{network?.Port ?? stack.Api.Port}&user={user}{(session is { } id ? $"&session={id}" : "")}";
        return chromium.OpenAsync(new(stack.Console, $"/call.html?{query}"), async context =>
        {
            await context.AddInitScriptAsync(WatchConnections + script);
            await context.ExposeFunctionAsync("cut", () => network?.Cut());
            await context.RouteAsync(
                url => url.Contains("/call.html?", StringComparison.Ordinal),
                route => route.FulfillAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "call.html") }));
        });
    }

    /// <summary>The network fails at the first message of a type: that one is lost, and the connection.</summary>
    private static string CutAt(string type) =>
        $$"""
        const send = WebSocket.prototype.send;
        WebSocket.prototype.send = function (text) {
          if (!window.lost && JSON.parse(text).type === '{{type}}') {
            window.lost = this;
            window.cut();
          } else if (this !== window.lost) {
            send.call(this, text);
          }
        };
        """;

    private static async Task<Guid> SessionOfAsync(WatchedPage page)
    {
        await page.UntilAsync("new URLSearchParams(location.search).has('session')");
        return Guid.Parse(await page.Page.EvaluateAsync<string>("new URLSearchParams(location.search).get('session')"));
    }

    private static Task SeesFramesAsync(WatchedPage page) => page.UntilAsync(
        "window.connections.at(-1)?.connectionState === 'connected' && remote.getVideoPlaybackQuality().totalVideoFrames > 10");

    // A page leaves without waiting for the answer for ever.
    private async Task<Session> EndedAsync(Guid session, CancellationToken cancellationToken)
    {
        var admin = stack.ClientOf("qa", "admin");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            if (await admin.GetSessionAsync(session, cancellationToken) is { Status: SessionStatus.Ended } ended)
                return ended;

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static Task<string> UfragAsync(WatchedPage page) =>
        page.Page.EvaluateAsync<string>("/a=ice-ufrag:(.*)/.exec(window.connections[0].currentLocalDescription.sdp)[1]");

    private static Task HasOtherUfragAsync(WatchedPage page, string ufrag) => page.UntilAsync(
        "ufrag => /a=ice-ufrag:(.*)/.exec(window.connections[0].currentLocalDescription.sdp)[1] !== ufrag", ufrag);
}
