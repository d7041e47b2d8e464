using M4sh.Contracts.Errors;

namespace M4sh.SignalingApi.Errors;

/// <summary>Collects what is wrong with a request, by member, so that the caller learns all of it at once.</summary>
internal sealed class RequestErrors
{
    private readonly SortedDictionary<string, IReadOnlyList<string>> _errors = new(StringComparer.Ordinal);

    public static M4shException Of(string member, string text)
    {
        var errors = new RequestErrors();
        errors.Add(member, text);
        return errors.ToException();
    }

    public void Add(string member, string text) => _errors[member] = _errors.TryGetValue(member, out var texts) ? [.. texts, text] : [text];

    public void Check(bool valid, string member, string text)
    {
        if (!valid)
            Add(member, text);
    }

    public void CheckLength(string? value, string member, int min, int max)
    {
        Check(value is null || (value.Length >= min && value.Length <= max), member, $"must have {min} to {max} characters");

        // Postgres has no text with it.
        Check(value?.Contains('\0', StringComparison.Ordinal) != true, member, "must not hold U+0000");
    }

    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
            throw ToException();
    }

    public M4shException ToException()
    {
        var (member, texts) = _errors.First();
        return new(ErrorCodes.InvalidRequest, $"{member} {texts[0]}.") { Errors = _errors };
    }
}
