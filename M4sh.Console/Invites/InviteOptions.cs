using System.ComponentModel.DataAnnotations;

namespace M4sh.Console.Invites;

/// <summary>Links by which somebody takes the guest's side of a call elsewhere.</summary>
public sealed class InviteOptions : IValidatableObject
{
    public const string SectionName = "Invites";

    /// <summary>How long a link opens. Default 15 min; a call that was joined by it goes on.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The console's address as the other device reaches it; without it, the one that the host's browser uses.</summary>
    public Uri? PublicUrl { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Lifetime < TimeSpan.FromMinutes(1) || Lifetime > TimeSpan.FromHours(1))
        {
            yield return new($"{SectionName}:{nameof(Lifetime)} must be between 1 minute and 1 hour.");
        }

        if (PublicUrl is { } url && (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)))
        {
            yield return new($"{SectionName}:{nameof(PublicUrl)} must be an http or https address.");
        }
    }
}
