using System.Globalization;
using System.Text;
using CsCheck;
using M4sh.Contracts.Json;
using M4sh.Contracts.Sessions;
using M4sh.Data;
using M4sh.Data.Sessions;
using M4sh.TestSupport;

namespace M4sh.SignalingApi.Tests.Sessions;

public sealed class SessionLifecycleTests
{
    private static readonly SessionStatus[] Statuses = Enum.GetValues<SessionStatus>();
    private static readonly SessionTrigger[] Triggers = Enum.GetValues<SessionTrigger>();
    private static readonly Gen<SessionTrigger[]> Lives = Gen.Int[0, Triggers.Length - 1].Select(index => Triggers[index]).Array[0, 30];

    [Fact]
    public void Next_EveryStatusAndTrigger_IsWhatTheDocumentSays()
    {
        var document = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "docs", "lifecycle.md"));

        Assert.Contains(Table(), document.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Next_EveryStatusAndTrigger_NeverGoesBack() => Assert.All(All(), next => Assert.True(next.To >= next.From));

    [Fact]
    public void Next_EveryStatusAndTrigger_GivesAReasonExactlyWhenItEnds() => Assert.All(
        All(), next => Assert.Equal(next is { IsChange: true, To: SessionStatus.Ended }, next.EndReason is not null));

    [Fact]
    public void Next_EveryStatusAndTrigger_HasAnEventExactlyWhenItChanges() => Assert.All(
        All(), next => Assert.Equal(next.IsChange ? SnakeCase.Write(next.To) : null, next.Event));

    /// <summary>What the statement of <c>SessionDeparture</c> does.</summary>
    [Fact]
    public void Next_SomebodyLeaves_EndsAnyOpenSessionOfTheLastAndChangesNothingElse() => Assert.All(
        Statuses.Where(status => status != SessionStatus.Ended),
        status =>
        {
            var reason = SessionLifecycle.EndReasonOf(SessionTrigger.LastLeft);
            Assert.Equal(new SessionTransition(status, SessionStatus.Ended, reason), SessionLifecycle.Next(status, SessionLifecycle.Left(present: 0)));
            Assert.Equal(new SessionTransition(status, status), SessionLifecycle.Next(status, SessionLifecycle.Left(present: 1)));
        });

    [Fact]
    public void Next_AllTriggers_GiveEveryEndReason() => Assert.Equal(
        Enum.GetValues<EndReason>(), All().Select(next => next.EndReason).OfType<EndReason>().Distinct().Order());

    [Fact]
    public void Apply_AnyLife_EndsOnceAndKeepsItsTimesInOrder() => Lives.Sample(life =>
    {
        var session = NewSession();
        var now = DateTimeOffset.UnixEpoch;
        SessionTransition? end = null;
        foreach (var trigger in life)
        {
            var next = session.Apply(trigger, now = now.AddSeconds(1));
            Assert.Equal(next.To, session.Status);
            Assert.True(end is null || !next.IsChange);
            Assert.True(!next.IsRefused || end is not null);
            end ??= next is { IsChange: true, To: SessionStatus.Ended } ? next : null;
        }

        Assert.Equal(end?.EndReason, session.EndReason);
        Assert.Equal(end is null, session.EndedAt is null);
        Assert.True(session.ConnectedAt is null || session.StartedAt < session.ConnectedAt);
        Assert.True(session.EndedAt is null || ((session.ConnectedAt ?? session.StartedAt) ?? DateTimeOffset.UnixEpoch) < session.EndedAt);
        Assert.Equal(session.EndedAt, session.Participants[0].LeftAt);
    });

    private static IEnumerable<SessionTransition> All() =>
        Statuses.SelectMany(status => Triggers.Select(trigger => SessionLifecycle.Next(status, trigger)));

    private static SessionEntity NewSession()
    {
        var id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch);
        return new()
        {
            Id = id,
            CreatedBy = "host",
            CreatedAt = DateTimeOffset.UnixEpoch,
            Metadata = default,
            HostPermissions = [],
            GuestPermissions = [],
            Participants = { new() { SessionId = id, UserId = "host", Role = ParticipantRole.Host } },
        };
    }

    private static string Table()
    {
        var table = new StringBuilder();
        table.AppendJoin(" | ", [.. Statuses.Select(SnakeCase.Write).Prepend("| what happens")]).Append(" |\n");
        table.Append("|---|").Insert(table.Length, "---|", Statuses.Length).Append('\n');
        foreach (var trigger in Triggers)
        {
            var cells = Statuses.Select(status => Cell(SessionLifecycle.Next(status, trigger)));
            table.Append(CultureInfo.InvariantCulture, $"| {SnakeCase.Write(trigger)} | ").AppendJoin(" | ", cells).Append(" |\n");
        }

        return table.ToString();
    }

    private static string Cell(SessionTransition next) => next switch
    {
        { IsRefused: true } => "refused: `session_ended`",
        { IsChange: false } => "–",
        { EndReason: { } reason } => $"**{next.Event}**, `{SnakeCase.Write(reason)}`",
        _ => $"**{next.Event}**",
    };
}
