using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Tokens;

internal sealed class SessionTokenOptionsValidator(IOptions<AuthOptions> auth) : IValidateOptions<SessionTokenOptions>
{
    public ValidateOptionsResult Validate(string? name, SessionTokenOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        var hasSecret = !string.IsNullOrEmpty(options.Secret);
        if (hasSecret && !new SharedKey { Key = options.Secret! }.IsLongEnough)
            failures.AddError($"{SessionTokenOptions.SecretName} must have at least {SharedKey.MinBytes} bytes in UTF-8, or be absent.");
        for (var i = 0; i < options.Secrets.Count; i++)
        {
            if (!options.Secrets[i].IsLongEnough)
                failures.AddError($"{SessionTokenOptions.SectionName}:Secrets:{i}:Key must have at least {SharedKey.MinBytes} bytes in UTF-8.");
        }

        if (!hasSecret && options.Secrets.Count == 0 && auth.Value.SharedKeys.Count == 0)
            failures.AddError($"{SessionTokenOptions.SecretName} must be given where there is no Auth:SigningKey to derive it from.");

        return failures.Build();
    }
}
