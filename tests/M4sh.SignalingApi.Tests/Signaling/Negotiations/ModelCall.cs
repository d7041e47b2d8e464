namespace M4sh.SignalingApi.Tests.Signaling.Negotiations;

/// <summary>Two model clients in one room: a schedule of steps, then quiet, then agreement.</summary>
internal sealed class ModelCall
{
    public const string Impolite = "I";
    public const string Polite = "P";

    private const int Rounds = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly IModelRoom _room;
    private readonly ModelSide _impolite;
    private readonly ModelSide _polite;

    private ModelCall(IModelRoom room)
    {
        var monitor = new ContractMonitor();
        (_room, _impolite, _polite) = (room, new(Impolite, room, monitor), new(Polite, room, monitor));
    }

    public static async Task RunAsync(IModelRoom room, Step[] schedule)
    {
        var call = new ModelCall(room);
        await call._impolite.StartAsync();
        await call._polite.StartAsync();
        foreach (var step in schedule)
            await call.TakeAsync(step, step.User == Impolite ? call._impolite : call._polite);

        await call.QuietAsync();
        call.AssertAgreed();

        // Whatever happened, the call is alive: each may change it.
        call._impolite.Client.Negotiation.Want();
        call._polite.Client.Negotiation.Want();
        await call.QuietAsync();
        call.AssertAgreed();
        Assert.NotNull(call._impolite.Connection.CurrentLocal);
    }

    private ValueTask TakeAsync(Step step, ModelSide side)
    {
        switch (step.Act)
        {
            case Act.Down:
                side.Down();
                break;
            case Act.Reply:
                side.Reply();
                break;
            case Act.Work:
                side.Client.Work(_room.Now);
                break;
            case Act.Want:
                side.Client.Negotiation.Want();
                break;
            case Act.Candidate:
                side.Client.Candidate();
                break;
            case Act.Rollback:
                side.Client.Rollback();
                break;
            case Act.Resend:
                side.Client.Resend(step.Amount);
                break;
            default:
                return GoAsync(step, side);
        }

        return default;
    }

    private async ValueTask GoAsync(Step step, ModelSide side) => await (step.Act switch
    {
        Act.Connect => side.ConnectAsync(),
        Act.Drop => side.DropAsync(step.Amount / 4),
        Act.Vanish => side.VanishAsync(step.Amount / 4),
        Act.Notice => side.NoticeAsync(),
        Act.Reload => side.ReloadAsync(step.Amount / 4),
        Act.Up => Ignore(side.UpAsync()),
        Act.Wait => _room.AdvanceAsync(TimeSpan.FromSeconds(2 * step.Amount)),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    });

    private static async ValueTask Ignore(ValueTask<bool> done) => await done;

    private async Task QuietAsync()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var busy = await LiveAsync(_impolite) | await LiveAsync(_polite);
            if (busy)
                continue;

            if (_impolite.Client.IsIdle && _polite.Client.IsIdle)
                return;

            await _room.AdvanceAsync(Pause);
        }

        Assert.Fail("They never come to rest.");
    }

    private async ValueTask<bool> LiveAsync(ModelSide side)
    {
        await side.NoticeAsync();
        await side.ConnectAsync();
        return await side.UpAsync() | side.Reply() | side.Down() | side.Client.Work(_room.Now);
    }

    private void AssertAgreed()
    {
        var (impolite, polite) = (_impolite.Connection, _polite.Connection);
        Assert.Equal((ModelSignalingState.Stable, ModelSignalingState.Stable), (impolite.State, polite.State));
        Assert.Equal(_impolite.Client.Epoch, _polite.Client.Epoch);
        Assert.Equal((impolite.CurrentLocal, impolite.CurrentRemote), (polite.CurrentRemote, polite.CurrentLocal));

        // Each message was told to the other: nothing is missing and nothing came twice.
        var since = Math.Max(_impolite.Client.Since, _polite.Client.Since);
        var seen = _impolite.Client.Seen.Concat(_polite.Client.Seen).Where(seq => seq > since).Order().ToList();
        Assert.Equal(seen.Select((_, i) => since + 1 + i), seen);
    }
}
