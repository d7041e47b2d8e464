using System.Text.Json;
using System.Text.Json.Serialization;

namespace M4sh.Contracts.Json;

/// <summary>
/// Writes an enum as its name in <c>snake_case</c> and reads nothing else: a number is a wrong type, and another case or a list of names
/// (<see cref="JsonStringEnumConverter"/> takes both) a wrong value.
/// </summary>
/// <typeparam name="TEnum">The enum.</typeparam>
public sealed class SnakeCaseEnumConverter<TEnum> : JsonConverter<TEnum>
    where TEnum : struct, Enum
{
    /// <inheritdoc/>
    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && SnakeCase.TryRead<TEnum>(reader.GetString()!, out var value)
            ? value
            : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(SnakeCase.Write(value));
    }

    /// <inheritdoc/>
    public override TEnum ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        SnakeCase.TryRead<TEnum>(reader.GetString()!, out var value) ? value : throw new JsonException();

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(SnakeCase.Write(value));
    }
}
