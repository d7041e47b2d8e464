using System.Globalization;

namespace M4sh.SignalingApi.Tests.Signaling.Negotiations;

/// <summary>One of the two: its page, its connection, and the connections it lost without the server's noticing.</summary>
internal sealed class ModelSide(string user, IModelRoom room, ContractMonitor monitor)
{
    private readonly Queue<ModelLink> _vanished = [];
    private ModelLink? _link;
    private int _ids;

    public ModelClient Client { get; private set; } = null!;

    public ModelPeerConnection Connection => Client.Negotiation.Connection;

    public ValueTask StartAsync()
    {
        Client = new(user, () => user + (++_ids).ToString(CultureInfo.InvariantCulture));
        return ConnectAsync();
    }

    public async ValueTask ConnectAsync()
    {
        if (_link is not null)
            return;

        _link = new(user, room, monitor);
        await _link.OpenAsync(Client.Epoch, Client.LastSeq);
    }

    public async ValueTask<bool> UpAsync() => _link is not null && await _link.UpAsync();

    public bool Down() => Take(_link?.Down());

    public bool Reply() => Take(_link?.Reply());

    public async ValueTask DropAsync(int taken)
    {
        await VanishAsync(taken);
        await NoticeAsync();
    }

    public async ValueTask VanishAsync(int taken)
    {
        for (var i = 0; i < taken && await UpAsync(); i++)
            ;

        if (_link is not null)
            _vanished.Enqueue(_link);

        _link = null;
        Client.Disconnected();
    }

    public async ValueTask NoticeAsync()
    {
        while (_vanished.TryDequeue(out var link))
            await link.CloseAsync();
    }

    public async ValueTask ReloadAsync(int taken)
    {
        await VanishAsync(taken);
        await StartAsync();
    }

    private bool Take(Told? told)
    {
        if (told is null)
            return false;

        Client.Take(told, _link!.Send, room.Now);
        return true;
    }
}
