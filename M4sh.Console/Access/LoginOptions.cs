using System.ComponentModel.DataAnnotations;

namespace M4sh.Console.Access;

/// <summary>Who may open the console.</summary>
public sealed class LoginOptions : IValidatableObject
{
    public const string SectionName = "Access";

    /// <summary>The fewest characters of a token that is configured.</summary>
    public const int MinTokenLength = 16;

    /// <summary>What logs in. Default: a random one at each start, written to the log. Several replicas need the same one. A secret.</summary>
    public string? Token { get; set; }

    /// <summary>How long a login holds without a request. Default 8 h.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(8);

    /// <summary>How often an open page asks whether its login still holds; when not, as after a logout in another tab, it ends. Default 10 s.</summary>
    public TimeSpan Recheck { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The console's address as browsers have it, for the link in the log. Default: what the server listens on.</summary>
    [Url]
    public string? PublicUrl { get; set; }

    /// <summary>With an authority, logins are the provider's, and there is no token.</summary>
    public OidcOptions Oidc { get; set; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Token is { Length: < MinTokenLength })
        {
            yield return new($"{SectionName}:{nameof(Token)} must be at least {MinTokenLength} characters long.");
        }

        if (Lifetime < TimeSpan.FromMinutes(5) || Lifetime > TimeSpan.FromDays(30))
        {
            yield return new($"{SectionName}:{nameof(Lifetime)} must be between 5 minutes and 30 days.");
        }

        if (Recheck < TimeSpan.FromSeconds(1) || Recheck > TimeSpan.FromHours(1))
        {
            yield return new($"{SectionName}:{nameof(Recheck)} must be between 1 second and 1 hour.");
        }

        if (Oidc.Problem is { } problem)
        {
            yield return new($"{SectionName}:{nameof(Oidc)}:{problem}");
        }
    }
}
