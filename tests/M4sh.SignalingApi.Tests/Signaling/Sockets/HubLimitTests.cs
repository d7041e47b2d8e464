using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace M4sh.SignalingApi.Tests.Signaling.Sockets;

/// <summary>What closes a raw socket, on the hub; and what is sent there without waiting.</summary>
public sealed class HubLimitTests(SignalingFixture fixture) : SignalingTests(fixture)
{
    [Fact]
    public async Task Send_WithId_IsAckedByCallback()
    {
        var hub = await ConnectAsync(First);

        await hub.Connection.SendAsync("Offer", new { sdp = "v=0", id = "o" }, Cancel);
        Assert.Equal("""Ack {"id":"o","seq":1}""", await hub.NextAsync());
        await hub.Connection.SendAsync("Offer", new { sdp = "v=0" }, Cancel);
        await hub.Connection.SendAsync("Offer", new { sdp = "v=0", id = "p" }, Cancel);
        Assert.Equal("""Ack {"id":"p","seq":3}""", await hub.NextAsync());
    }

    [Theory]
    [InlineData("Offer", """{"sdp":5,"id":"m"}""", "\"id\":\"m\",")]
    [InlineData("Offer", """{"id":"m"}""", "\"id\":\"m\",")]
    [InlineData("Offer", """{"sdp":"","id":"m"}""", "\"id\":\"m\",")]
    [InlineData("Offer", """{"sdp":""}""", "")]
    [InlineData("Offer", "[]", "")]
    [InlineData("Offer", "null", "")]
    [InlineData("NoSuchMethod", """{"id":"m"}""", "\"id\":\"m\",")]
    public async Task Send_Malformed_IsAnErrorCallbackAndTheConnectionStays(string method, string argument, string id)
    {
        var hub = await ConnectAsync(First);

        await hub.Connection.SendAsync(method, JsonElement.Parse(argument), Cancel);

        Assert.StartsWith($$"""Error {{{id}}"code":"invalid_request","message":""", await hub.NextAsync(), StringComparison.Ordinal);
        Assert.Equal("x", (await hub.Connection.InvokeAsync<JsonElement>("Offer", new { sdp = "v=0", id = "x" }, Cancel)).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("""{"type":99}""")]
    [InlineData("""{"type":1}""")]
    [InlineData("""{"type":1,"target":5,"arguments":[]}""")]
    [InlineData("""{"type":1,"target":"\ud800","arguments":[{}]}""")]
    [InlineData("""{"type":3,"invocationId":"nobody's","result":{}}""")]
    public async Task Record_ThatIsNoMessage_DoesNotEndTheConnection(string record)
    {
        var (host, _) = await StartCallAsync();
        var peer = Add(await RawPeer.ConnectAsync(First, $"/hubs/signaling?access_token={host.Token}", Cancel));
        await peer.SendAsync("""{"protocol":"json","version":1}""" + '\u001e', Cancel);
        await peer.ReadRecordsAsync(Cancel);

        await peer.SendAsync(record + '\u001e' + """{"type":1,"target":"Join","arguments":[{"id":"j"}]}""" + '\u001e', Cancel);

        List<string> targets = [];
        while (!targets.Contains("Ack"))
            targets.AddRange((await peer.ReadRecordsAsync(Cancel)).Select(message => message.TryGetProperty("target", out var target) ? target.GetString()! : ""));
        Assert.Contains("Joined", targets);
    }

    [Theory]
    [InlineData(31, false)]
    [InlineData(32, true)]
    public async Task Message_Nested_IsRefusedWhenTooDeep(int depth, bool refused)
    {
        var hub = await ConnectAsync(First);
        var argument = JsonElement.Parse($$"""{"sdp":"v=0","extra":{{new string('[', depth)}}{{new string(']', depth)}}}""");

        var failure = await Record.ExceptionAsync(() => hub.Connection.InvokeAsync<JsonElement>("Offer", argument, Cancel));

        Assert.Equal(refused, failure is HubException);
    }

    [Fact]
    public async Task Message_Over64KiB_IsToldToStop()
    {
        var hub = await ConnectAsync(First);

        await hub.Connection.SendAsync("Offer", new { sdp = new string('s', 70 * 1024) }, Cancel);

        Assert.Equal("""Disconnect {"action":"stop","reason":"payload_too_large"}""", await hub.NextAsync());
        await hub.ClosedAsync();
    }

    [Fact]
    public async Task Messages_TooMany_AreToldToResumeAndMayReconnect()
    {
        var replica = Start("hub-bursts", new() { ["Signaling:MessageBurst"] = "5", ["Signaling:MessagesPerSecond"] = "1" });
        var hub = await ConnectAsync(replica, reconnects: true);

        try
        {
            for (var index = 0; index < 20 && !hub.WasCalled; index++)
                await hub.Connection.SendAsync("IceCandidate", new { candidate = (string?)null }, Cancel);
        }
        catch (InvalidOperationException)
        {
            // Closed before all were sent.
        }

        Assert.Equal("""Disconnect {"action":"resume","reason":"rate_limited"}""", await hub.NextAsync());
        Assert.Equal("Reconnected", await hub.NextAsync());
    }

    [Fact]
    public async Task Connect_SessionEnded_IsToldToStop()
    {
        var (host, guest) = await StartCallAsync();
        await ApiAs(host.Participant.UserId).EndSessionAsync(host.Session.Id, null, Cancel);

        var hub = Hub(First, guest.Token);
        await hub.Connection.StartAsync(Cancel);

        Assert.Equal("""Disconnect {"action":"stop","reason":"session_ended"}""", await hub.NextAsync());
        await hub.ClosedAsync();
    }

    [Fact]
    public async Task Protocol_OfTheSocket_CannotBeAskedFor()
    {
        var (host, _) = await StartCallAsync();
        var peer = Add(await RawPeer.ConnectAsync(First, $"/hubs/signaling?access_token={host.Token}", Cancel));

        await peer.SendAsync("""{"protocol":"m4sh-socket","version":1}""" + '\u001e', Cancel);

        Assert.Contains("not supported", Assert.Single(await peer.ReadRecordsAsync(Cancel)).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    private async Task<Recording> ConnectAsync(ApiReplica replica, bool reconnects = false)
    {
        var (host, _) = await StartCallAsync();
        var hub = Hub(replica, host.Token, reconnects);
        await hub.Connection.StartAsync(Cancel);
        await hub.Connection.InvokeAsync("Join", new { }, Cancel);
        return hub;
    }

    private Recording Hub(ApiReplica replica, string token, bool reconnects = false) => Add(new Recording(new Uri(replica.Address, "/hubs/signaling"), token, reconnects));

    /// <summary>A stock client that keeps what is called on it.</summary>
    private sealed class Recording : IAsyncDisposable
    {
        private readonly Channel<string> _calls = Channel.CreateUnbounded<string>();
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool WasCalled => _calls.Reader.TryPeek(out _);

        public Recording(Uri address, string token, bool reconnects)
        {
            var builder = new HubConnectionBuilder().WithUrl(address, options => options.AccessTokenProvider = () => Task.FromResult<string?>(token));
            Connection = (reconnects ? builder.WithAutomaticReconnect([.. Enumerable.Repeat(TimeSpan.FromSeconds(2), 10)]) : builder).Build();
            foreach (var callback in new[] { "Ack", "Error", "Disconnect" })
                Connection.On<JsonElement>(callback, message => _calls.Writer.TryWrite($"{callback} {message}"));

            Connection.Reconnected += _ =>
            {
                _calls.Writer.TryWrite("Reconnected");
                return Task.CompletedTask;
            };
            Connection.Closed += _ =>
            {
                _closed.TrySetResult();
                return Task.CompletedTask;
            };
        }

        public HubConnection Connection { get; }

        public async Task<string> NextAsync() => await _calls.Reader.ReadAsync(Cancel);

        public Task ClosedAsync() => _closed.Task.WaitAsync(Cancel);

        public ValueTask DisposeAsync() => Connection.DisposeAsync();
    }
}
