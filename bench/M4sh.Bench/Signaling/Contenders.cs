using System.Diagnostics;
using M4sh.Contracts.Sessions;

namespace M4sh.Bench.Signaling;

/// <summary>Who is measured: the bare relay first, which is the yardstick.</summary>
internal sealed class Contenders(BenchStack stack, Servers servers) : IAsyncDisposable
{
    private const int SetupsAtOnce = 8;

    private static readonly Dictionary<string, string> Forgetful = new(SignalingBench.Settings) { ["Signaling__LogMessages"] = "0" };

    private readonly HttpClient _host = stack.As("host");
    private readonly HttpClient _guest = stack.As("guest");

    public async Task<IReadOnlyList<Contender>> StartAsync(bool withNode, CancellationToken cancellationToken)
    {
        var (bare, bareAddress) = await servers.StartBareAsync(cancellationToken);
        var (second, secondAddress) = await stack.StartApiAsync(cancellationToken);
        var (forgetful, forgetfulAddress) = await stack.StartApiAsync(cancellationToken, settings: Forgetful);
        var first = stack.ApiProcess;
        List<Contender> contenders =
        [
            new("bare Kestrel relay", [bare], calls => Local(calls, call => new(Bare(bareAddress, call), Bare(bareAddress, call)))),
            M4sh("M4sh, raw WebSocket", [first], join => Raw(stack.Api, join), join => Raw(stack.Api, join), cancellationToken),
            M4sh("M4sh, hub", [first], join => Hub(stack.Api, join), join => Hub(stack.Api, join), cancellationToken),
            M4sh("M4sh, raw, peers on two replicas", [first, second], join => Raw(stack.Api, join), join => Raw(secondAddress, join), cancellationToken),
            M4sh("M4sh, raw, replay off", [forgetful], join => Raw(forgetfulAddress, join), join => Raw(forgetfulAddress, join), cancellationToken),
        ];
        if (withNode)
        {
            var (peer, peerAddress) = await servers.StartNodeAsync("peerjs.js", cancellationToken);
            var (socketIo, socketIoAddress) = await servers.StartNodeAsync("socket-io.js", cancellationToken);
            contenders.Add(new("PeerJS", [peer], calls => Local(calls, call => new(PeerJs(peerAddress, call, "a", "b"), PeerJs(peerAddress, call, "b", "a")))));
            contenders.Add(new("socket.io", [socketIo], calls => Local(calls, call => new(SocketIo(socketIoAddress, call), SocketIo(socketIoAddress, call)))));
        }

        return contenders;
    }

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        _guest.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Task<IReadOnlyList<Call>> Local(int calls, Func<string, Call> open) =>
        Task.FromResult<IReadOnlyList<Call>>([.. Enumerable.Range(0, calls).Select(_ => open(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N")))]);

    private static RawWire Bare(Uri address, string call) => new(new(address, $"ws/{call}"), hasAcks: false);

    private static PeerJsWire PeerJs(Uri address, string call, string self, string other) =>
        new(new(address, $"peerjs?key=peerjs&id={call}{self}&token={call}&version=1.5.4"), $"{call}{other}");

    private static SocketIoWire SocketIo(Uri address, string call) => new(new(address, "socket.io/?EIO=4&transport=websocket"), call);

    private static RawWire Raw(Uri api, JoinSessionResponse join) =>
        new(new UriBuilder(api) { Scheme = "ws", Path = $"ws/webrtc/{join.Session.Id}/", Query = $"token={join.Token}" }.Uri, hasAcks: true);

    private static HubWire Hub(Uri api, JoinSessionResponse join) =>
        new(new UriBuilder(api) { Scheme = "ws", Path = "hubs/signaling", Query = $"access_token={join.Token}" }.Uri);

    private Contender M4sh(
        string name, IReadOnlyList<Process> replicas, Func<JoinSessionResponse, PeerWire> host, Func<JoinSessionResponse, PeerWire> guest, CancellationToken cancellationToken) =>
        new(name, replicas, async calls =>
        {
            var ready = new Call[calls];
            await Parallel.ForAsync(0, calls, new ParallelOptions { MaxDegreeOfParallelism = SetupsAtOnce, CancellationToken = cancellationToken }, async (call, cancelled) =>
            {
                var session = await Prepared.PostAsync<Session>(_host, "sessions/", cancelled);
                ready[call] = new(host(await JoinAsync(_host, session.Id, cancelled)), guest(await JoinAsync(_guest, session.Id, cancelled)));
            });
            return ready;
        });

    private static Task<JoinSessionResponse> JoinAsync(HttpClient client, Guid sessionId, CancellationToken cancellationToken) =>
        Prepared.PostAsync<JoinSessionResponse>(client, $"sessions/{sessionId}/join/", cancellationToken);
}
