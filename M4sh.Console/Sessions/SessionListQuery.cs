using M4sh.Contracts.Sessions;

namespace M4sh.Console.Sessions;

/// <summary>Which sessions are asked for.</summary>
/// <param name="Status">Only those.</param>
/// <param name="Text">The id of a session or of a lesson, exact.</param>
/// <param name="Cursor">The API's, of the page before; null for the newest.</param>
public sealed record SessionListQuery(SessionStatus? Status = null, string? Text = null, string? Cursor = null)
{
    public bool IsFiltered => Status is not null || Text is not null;

    public bool Fits(Session session) =>
        FitsStatus(session) && (Text is null || Text == session.LessonId || (Guid.TryParse(Text, out var id) && id == session.Id));

    public bool FitsStatus(Session session) => Status is null || session.Status == Status;
}
