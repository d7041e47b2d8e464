using System.Text.Json;
using System.Text.Json.Serialization;

namespace M4sh.Contracts.Json;

/// <summary>Reads times as <see cref="Rfc3339"/> does: <see cref="JsonSerializer"/> takes one without seconds or offset, and refuses <c>t</c> and <c>z</c>.</summary>
internal sealed class Rfc3339Converter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Rfc3339.TryRead(reader.GetString(), out var time) ? time : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToUniversalTime());
}
