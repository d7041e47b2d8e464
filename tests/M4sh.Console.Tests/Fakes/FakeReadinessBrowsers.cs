using M4sh.Console.Readiness;
using M4sh.Contracts.Ice;

namespace M4sh.Console.Tests.Fakes;

/// <summary>A browser in which all is well, unless the test says otherwise.</summary>
internal sealed class FakeReadinessBrowsers : IReadinessBrowsers, IReadinessBrowser
{
    public ReachReading Reach { get; set; } = new(true, true, true);

    public CameraReading Camera { get; set; } = new(null, 1280, 720, 60, 120, 40, 3);

    public TurnReading Turn { get; set; } = new(true, 40);

    /// <summary>The camera is opened when it is done.</summary>
    public Task CameraOpens { get; set; } = Task.CompletedTask;

    public List<string> Asked { get; } = [];

    public bool IsOpen { get; private set; }

    public string? Copied { get; private set; }

    public bool MayCopy { get; set; } = true;

    public Task<IReadinessBrowser> OpenAsync()
    {
        IsOpen = true;
        return Task.FromResult<IReadinessBrowser>(this);
    }

    public Task<bool> CopyAsync(string text)
    {
        Copied = text;
        return Task.FromResult(MayCopy);
    }

    public Task<ReachReading> ReachAsync(string kind, Uri address, CancellationToken cancellationToken) => Answer($"{kind} {address}", Reach);

    public async Task<CameraReading> CameraAsync(CancellationToken cancellationToken)
    {
        await CameraOpens.WaitAsync(cancellationToken);
        return await Answer("camera", Camera);
    }

    public Task<MicrophoneReading> MicrophoneAsync(CancellationToken cancellationToken) => Answer("microphone", new MicrophoneReading(null, 0.4));

    public Task<IReadOnlyList<StunReading>> StunAsync(IReadOnlyList<RtcIceServer> servers, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<StunReading>>("stun", [new("stun:stun.example", true)]);

    public Task<TurnReading> TurnAsync(RtcIceServer server, CancellationToken cancellationToken) => Answer($"turn {server.Urls.Single()}", Turn);

    public Task<NatType> NatAsync(IReadOnlyList<RtcIceServer> servers, CancellationToken cancellationToken) => Answer("nat", NatType.Cone);

    public Task<IReadOnlyList<string?>> AddressesAsync(IReadOnlyList<RtcIceServer> servers, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<string?>>("addresses", ["2001:db8::1", "192.0.2.1"]);

    public Task<RelayReading> RelayAsync(IReadOnlyList<RtcIceServer> servers, CancellationToken cancellationToken) =>
        Answer("relay", new RelayReading(true, 120, 250, 250, 30, 4900));

    public ValueTask DisposeAsync()
    {
        IsOpen = false;
        return ValueTask.CompletedTask;
    }

    private Task<T> Answer<T>(string question, T answer)
    {
        Asked.Add(question);
        return Task.FromResult(answer);
    }
}
