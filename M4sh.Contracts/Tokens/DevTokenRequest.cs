namespace M4sh.Contracts.Tokens;

/// <summary>The body of <c>POST /dev/token</c>, which exists in Development on loopback only.</summary>
public sealed record DevTokenRequest
{
    /// <summary>The user's id, 1 to 128 characters.</summary>
    public required string Sub { get; init; }

    /// <summary>The user's name.</summary>
    public string? Name { get; init; }

    /// <summary><c>admin</c>, or nothing.</summary>
    public string? Role { get; init; }
}
