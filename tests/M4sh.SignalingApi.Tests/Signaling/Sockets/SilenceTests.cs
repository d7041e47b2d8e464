using Microsoft.Extensions.DependencyInjection;

namespace M4sh.SignalingApi.Tests.Signaling.Sockets;

public sealed class SilenceTests(SignalingFixture fixture) : SocketTests(fixture)
{
    [Fact]
    public async Task HubClient_ThatNeverPings_IsGoneAfterTheSilence()
    {
        var clock = new AheadClock();
        var replica = Start("silent-hub", new Dictionary<string, string?>(), services => services.AddSingleton<TimeProvider>(clock));
        var (host, guest) = await StartCallAsync();
        var watcher = await OpenJoinedAsync(First, host);
        var silent = Add(await RawPeer.ConnectHubAsync(replica, guest.Token, Cancel));
        await silent.InvokeAsync("Join", Cancel);
        await watcher.NextAsync("peer-joined", Cancel);

        clock.Ahead = TimeSpan.FromMinutes(6);

        await watcher.NextAsync("peer-disconnected", Cancel);
        var close = await silent.UntilAsync(message => message.GetProperty("type").GetInt32() == 7, Cancel);
        Assert.True(close.GetProperty("allowReconnect").GetBoolean());
    }

    /// <summary>The system's clock, whose timestamps can be put ahead: the silence that a busy machine adds is none.</summary>
    private sealed class AheadClock : TimeProvider
    {
        private long _ahead;

        public TimeSpan Ahead
        {
            set => Volatile.Write(ref _ahead, value.Ticks * (TimestampFrequency / TimeSpan.TicksPerSecond));
        }

        public override long GetTimestamp() => base.GetTimestamp() + Volatile.Read(ref _ahead);
    }
}
