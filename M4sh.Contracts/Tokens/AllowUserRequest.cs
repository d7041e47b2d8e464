namespace M4sh.Contracts.Tokens;

/// <summary>The body of <c>POST /sessions/{id}/token/allow/</c>.</summary>
public sealed record AllowUserRequest
{
    /// <summary>The user who is barred no longer, 1 to 128 characters.</summary>
    public required string UserId { get; init; }
}
