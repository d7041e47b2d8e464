using System.ComponentModel.DataAnnotations;
using System.Text;
using M4sh.Contracts.Tokens;

namespace M4sh.Console.Access;

/// <summary>How the console proves to the API who calls (PROTOCOL.md §3).</summary>
public sealed class AccessOptions : IValidatableObject
{
    public const string SectionName = "Auth";

    /// <summary>The key shared with the API: the text's UTF-8 bytes, 32 at least. A secret.</summary>
    public string SigningKey { get; set; } = "";

    /// <summary>How long a platform token lives. Default 5 min; the console mints a new one well before.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromMinutes(5);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Encoding.UTF8.GetByteCount(SigningKey) < PlatformToken.MinKeyBytes)
        {
            yield return new($"{SectionName}:{nameof(SigningKey)} must be at least {PlatformToken.MinKeyBytes} bytes long: the console signs its platform tokens with it.");
        }

        if (TokenLifetime < TimeSpan.FromMinutes(1) || TokenLifetime > TimeSpan.FromHours(1))
        {
            yield return new($"{SectionName}:{nameof(TokenLifetime)} must be between 1 minute and 1 hour.");
        }
    }
}
