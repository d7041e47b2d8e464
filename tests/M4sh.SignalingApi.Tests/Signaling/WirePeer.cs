using System.Text.Json;
using System.Threading.Channels;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace M4sh.SignalingApi.Tests.Signaling;

/// <summary>A stock SignalR client on a chosen replica, that decides itself what it joins with and under which ids it sends, and keeps all it gets in order.</summary>
public sealed class WirePeer : IAsyncDisposable
{
    private readonly Channel<(string Type, JsonElement Body)> _received = Channel.CreateUnbounded<(string, JsonElement)>();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HubConnection _hub;

    public WirePeer(ApiReplica replica, JoinSessionResponse join, string? token = null)
    {
        Join = join;
        _hub = new HubConnectionBuilder()
            .WithUrl(new Uri(replica.Address, "/hubs/signaling"), options => options.AccessTokenProvider = () => Task.FromResult<string?>(token ?? join.Token))
            .Build();
        foreach (var method in typeof(ISignalingClient).GetMethods())
            _hub.On<JsonElement>(method.Name, body => _received.Writer.TryWrite((method.Name, body)));

        // SignalR may tell of the end before it hands over what came last: that is still to be received then.
        _hub.Closed += _ =>
        {
            _closed.TrySetResult();
            return Task.CompletedTask;
        };
    }

    /// <summary>What it joined with over REST.</summary>
    public JoinSessionResponse Join { get; }

    public string UserId => Join.Participant.UserId;

    public string Epoch { get; private set; } = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task ConnectAsync() => _hub.StartAsync(Cancel);

    /// <summary>Connects if need be, and joins.</summary>
    public async Task<JsonElement> JoinAsync(string? epoch = null, long? lastSeq = null)
    {
        if (_hub.State == HubConnectionState.Disconnected)
            await ConnectAsync();

        await _hub.InvokeAsync<JsonElement>("Join", lastSeq is null ? new { epoch } : new { epoch, last_seq = lastSeq }, Cancel);
        while (true)
        {
            var (type, body) = await _received.Reader.ReadAsync(Cancel);
            if (type == "Joined")
            {
                Epoch = body.GetProperty("epoch").GetString()!;
                return body;
            }

            Early.Add((type, body));
        }
    }

    /// <summary>What came before the last <c>joined</c> and was not asked for.</summary>
    public List<(string Type, JsonElement Body)> Early { get; } = [];

    /// <returns>The ack's seq; 0 without.</returns>
    public async Task<long> SendAsync(string method, object argument)
    {
        var ack = await _hub.InvokeAsync<JsonElement>(method, argument, Cancel);
        return ack.TryGetProperty("seq", out var seq) ? seq.GetInt64() : 0;
    }

    public Task<long> SendCandidateAsync(string name, string? id = null) => SendAsync("IceCandidate", new { candidate = new { candidate = name }, id });

    /// <summary>Its <c>Ack</c> comes among the messages.</summary>
    public Task PostCandidateAsync(string name, string id) => _hub.SendAsync("IceCandidate", new { candidate = new { candidate = name }, id }, Cancel);

    /// <returns>The code.</returns>
    public async Task<string> RefusalAsync(string method, object argument)
    {
        var refusal = (await Assert.ThrowsAsync<HubException>(() => SendAsync(method, argument))).Message;
        var start = refusal.LastIndexOf("HubException: ", StringComparison.Ordinal);
        var text = start < 0 ? refusal : refusal[(start + "HubException: ".Length)..];
        return text[..text.IndexOf(':', StringComparison.Ordinal)];
    }

    /// <summary>The next message, which has to be of this type.</summary>
    public async Task<JsonElement> NextAsync(string type)
    {
        var received = await _received.Reader.ReadAsync(Cancel);
        Assert.True(received.Type == type, $"{received.Type} in place of {type}: {received.Body}");
        return received.Body;
    }

    /// <summary>The next message of this type, whatever comes before it.</summary>
    public async Task<JsonElement> UntilAsync(string type)
    {
        while (true)
        {
            var received = await _received.Reader.ReadAsync(Cancel);
            if (received.Type == type)
                return received.Body;
        }
    }

    /// <summary>The seq of the next message, which has to be of this type.</summary>
    public async Task<long> NextSeqAsync(string type) => (await NextAsync(type)).GetProperty("seq").GetInt64();

    /// <summary>The name of the candidate that has to come next.</summary>
    public async Task<string?> NextCandidateAsync() =>
        (await NextAsync("IceCandidate")).GetProperty("candidate").GetProperty("candidate").GetString();

    public void AssertNothingMore() => Assert.False(_received.Reader.TryPeek(out var more), $"{more}");

    public Task ClosedAsync() => _closed.Task.WaitAsync(Cancel);

    public ValueTask DisposeAsync() => _hub.DisposeAsync();
}
