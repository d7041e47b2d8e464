namespace M4sh.SignalingApi.Http;

/// <summary>An id as the contract writes it: RFC 9562 text, in either case. <see cref="Guid.TryParse(string, out Guid)"/> takes much else besides.</summary>
internal static class Uuid
{
    private const string Form = "D";
    private const int Length = 36;
    private const char Hyphen = '-';

    public static bool TryRead(string? text, out Guid id)
    {
        id = Guid.Empty;

        // Even the exact form lets in spaces around it, and a sign or 0x before its parts.
        return text is { Length: Length }
            && text.All(character => char.IsAsciiHexDigit(character) || character == Hyphen)
            && Guid.TryParseExact(text, Form, out id);
    }
}
