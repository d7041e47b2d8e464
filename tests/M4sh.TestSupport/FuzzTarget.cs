using System.Text;
using System.Text.Json;

namespace M4sh.TestSupport;

/// <summary>A session of somebody's that holds what nobody else may ever see.</summary>
public sealed record FuzzTarget(Guid SessionId, string Secret)
{
    /// <param name="owner">A client below the API's prefix.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<FuzzTarget> CreateAsync(HttpClient owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        const string Secret = "x7-what-nobody-else-may-see";
        using var body = new StringContent($$$"""{"invitees": [], "metadata": {"note": "{{{Secret}}}"}}""", Encoding.UTF8, "application/json");
        using var response = await owner.PostAsync(new Uri("sessions/", UriKind.Relative), body, cancellationToken);
        response.EnsureSuccessStatusCode();
        var session = JsonElement.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        return new(session.GetProperty("id").GetGuid(), Secret);
    }
}
