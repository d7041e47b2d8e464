using M4sh.Console.Components.Overview;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Components.Sessions;

/// <summary>Addresses of the page that lists sessions. The cursors of all pages so far are in it, as the API only knows the next one.</summary>
internal static class SessionAddress
{
    public const string Text = "q";
    public const string Status = "status";
    public const string Cursor = "cursor";

    // Far down, the way back skips to the newest rather than make the address too long.
    private const int MaxTrail = 50;

    public static string Of(SessionStatus? status = null, string? text = null, params IEnumerable<string> trail)
    {
        var query = string.Join('&', Parts());
        return query.Length == 0 ? "/sessions" : $"/sessions?{query}";

        IEnumerable<string> Parts()
        {
            if (text is not null)
                yield return $"{Text}={Uri.EscapeDataString(text)}";

            if (status is not null)
                yield return $"{Status}={SessionText.Words(status.Value)}";

            foreach (var cursor in trail.TakeLast(MaxTrail))
                yield return $"{Cursor}={Uri.EscapeDataString(cursor)}";
        }
    }
}
