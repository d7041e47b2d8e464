using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Tokens;

internal sealed class AuthOptionsValidator : IValidateOptions<AuthOptions>
{
    public ValidateOptionsResult Validate(string? name, AuthOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        if (options.SharedKeys.Count == 0 && options.Authority is null)
            failures.AddError($"Auth:SigningKey must have at least {SharedKey.MinBytes} bytes in UTF-8, or Auth:Authority must be given.");
        if (options.SigningKey.Length > 0 && !new SharedKey { Key = options.SigningKey }.IsLongEnough)
            failures.AddError($"Auth:SigningKey must have at least {SharedKey.MinBytes} bytes in UTF-8.");
        for (var i = 0; i < options.SigningKeys.Count; i++)
        {
            if (!options.SigningKeys[i].IsLongEnough)
                failures.AddError($"Auth:SigningKeys:{i}:Key must have at least {SharedKey.MinBytes} bytes in UTF-8.");
        }

        if (options.Authority is { } authority && !IsSafe(authority))
            failures.AddError("Auth:Authority must be an https address, or http on loopback.");
        if (options.KeyRefreshInterval < TimeSpan.FromSeconds(1))
            failures.AddError("Auth:KeyRefreshInterval must be 1 s at least.");
        if (options.IssuerTimeout <= TimeSpan.Zero)
            failures.AddError("Auth:IssuerTimeout must be longer than nothing.");

        return failures.Build();
    }

    private static bool IsSafe(Uri authority) =>
        authority.IsAbsoluteUri && (authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback));
}
