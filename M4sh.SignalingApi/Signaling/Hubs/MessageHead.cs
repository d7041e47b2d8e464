using System.Buffers;
using System.Text.Json;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Errors;

namespace M4sh.SignalingApi.Signaling.Hubs;

/// <summary>A message's type and id, found also in one that is refused, so that its sender learns which it was.</summary>
/// <param name="Type">Null where it cannot be told; then there is an error.</param>
/// <param name="Id">Null where there is none that can be given back.</param>
/// <param name="Error">What is wrong with the message as JSON, if anything.</param>
internal readonly record struct MessageHead(string? Type, string? Id, M4shException? Error)
{
    private const string TypeName = "type";
    private const string IdName = "id";

    /// <summary>Of a raw socket's message.</summary>
    public static MessageHead Read(ReadOnlySpan<byte> json, int maxDepth)
    {
        string? type = null, id = null;
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return new(null, null, Wrong("The message is not a JSON object."));

            var (hasType, hasId) = (false, false);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (isType, isId) = (reader.ValueTextEquals(TypeName), reader.ValueTextEquals(IdName));
                if ((isType && hasType) || (isId && hasId))
                    return new(null, id, RequestErrors.Of(isType ? TypeName : IdName, "is there twice"));

                (hasType, hasId) = (hasType || isType, hasId || isId);
                reader.Read();
                if (isType && reader.TokenType == JsonTokenType.String)
                    type = reader.GetString();
                else if (isId)
                    id = IdAt(ref reader);

                reader.Skip();
            }

            // What follows the object makes this throw.
            reader.Read();
            return new(type, id, type is null ? RequestErrors.Of(TypeName, "must be the type of the message") : null);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter for half a surrogate pair. The texts may hold what the client sent, so they are not passed on.
            return new(null, id, Wrong("The message is not JSON that can be read."));
        }
    }

    /// <summary>Of a hub message that cannot be bound: the id in its argument.</summary>
    public static string? IdOfArgument(ReadOnlySequence<byte> record)
    {
        try
        {
            var reader = new Utf8JsonReader(record);
            reader.Read();
            return Find(ref reader, "arguments") && reader.TokenType == JsonTokenType.StartArray && reader.Read() && Find(ref reader, IdName)
                ? IdAt(ref reader)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether it is JSON that is nested no deeper than that.</summary>
    public static bool IsReadable(ReadOnlySequence<byte> json, int maxDepth)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
            while (reader.Read())
            {
                // It throws where it is not.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Goes to the value of the object's member.</summary>
    private static bool Find(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found)
                return true;

            reader.Skip();
        }

        return false;
    }

    private static string? IdAt(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: <= ClientMessage.MaxIdLength } id ? id : null;

    private static M4shException Wrong(string text) => new(ErrorCodes.InvalidRequest, text);
}
