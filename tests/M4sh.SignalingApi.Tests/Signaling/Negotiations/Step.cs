using System.Globalization;
using CsCheck;

namespace M4sh.SignalingApi.Tests.Signaling.Negotiations;

internal enum Act
{
    /// <summary>Comes back with what it knows, if it is away.</summary>
    Connect,

    /// <summary>Loses the connection after the server took so many of the messages under way.</summary>
    Drop,

    /// <summary>The same, and the server does not notice.</summary>
    Vanish,

    /// <summary>The server notices.</summary>
    Notice,

    /// <summary>A new page, which knows nothing.</summary>
    Reload,

    /// <summary>The oldest message on its way to the server arrives.</summary>
    Up,

    /// <summary>The oldest message on its way from the server arrives.</summary>
    Down,

    /// <summary>The oldest ack or error arrives; it may be before or after messages.</summary>
    Reply,

    /// <summary>Does what is to be done: an answer, an offer, an offer again.</summary>
    Work,

    /// <summary>The application wants to negotiate.</summary>
    Want,

    Candidate,

    Rollback,

    /// <summary>Sends a message again, with its id.</summary>
    Resend,

    /// <summary>So many seconds pass.</summary>
    Wait,
}

/// <summary>A step of a schedule, written `I.Drop:2`: of the impolite user or the polite one, and how much of it.</summary>
internal readonly record struct Step(string User, Act Act, int Amount)
{
    public static readonly Gen<Step[]> Schedules = Gen.Select(
        Gen.Bool,
        Gen.Frequency(
            (8, Act.Up), (8, Act.Down), (6, Act.Reply), (7, Act.Work), (4, Act.Want), (2, Act.Candidate), (1, Act.Rollback), (1, Act.Resend),
            (4, Act.Connect), (1, Act.Drop), (1, Act.Vanish), (1, Act.Notice), (1, Act.Reload), (1, Act.Wait)),
        Gen.Int[0, 20],
        (polite, act, amount) => new Step(polite ? ModelCall.Polite : ModelCall.Impolite, act, amount)).Array[1, 150];

    public static Step[] Parse(string schedule) => [.. schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ParseOne)];

    public override string ToString() => $"{User}.{Act}:{Amount}";

    private static Step ParseOne(string step)
    {
        var parts = step.Split('.', ':');
        return new(parts[0], Enum.Parse<Act>(parts[1]), parts.Length < 3 ? 0 : int.Parse(parts[2], CultureInfo.InvariantCulture));
    }
}
