using System.Text.Json.Serialization;

namespace M4sh.Contracts.Signaling;

/// <summary>Server: the message was not taken. It never closes the connection.</summary>
public sealed record ErrorMessage
{
    /// <summary>The message's <c>id</c>; absent where it had none, or none could be read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    /// <summary>One of <see cref="Errors.ErrorCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>What is wrong, for people.</summary>
    public required string Message { get; init; }
}
