using System.Text.Json;
using System.Text.RegularExpressions;
using M4sh.Contracts.Errors;

namespace M4sh.SignalingApi.Errors;

/// <summary>
/// What a caller is told about JSON of its own that cannot be read. Only who reads what a caller sent may ask for it: any other <see cref="JsonException"/>
/// is ours.
/// </summary>
public static partial class JsonRefusals
{
    /// <summary>The serializer's own texts name types of ours, so only the member is taken from them.</summary>
    public static M4shException ToRefusal(this JsonException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var path = exception.Path is { Length: > 2 } given && given.StartsWith("$.", StringComparison.Ordinal) ? given[2..] : "";
        var missing = RequiredMembers().Match(exception.Message);
        if (missing.Success)
        {
            var errors = new RequestErrors();
            foreach (var name in missing.Groups["name"].Captures.Select(capture => capture.Value))
                errors.Add(path.Length == 0 ? name : $"{path}.{name}", "is required");

            return errors.ToException();
        }

        return path.Length == 0
            ? new(ErrorCodes.InvalidRequest, "The body is not the JSON object that is expected.")
            : RequestErrors.Of(path, "is not valid");
    }

    [GeneratedRegex(@"missing required properties including: (?:'(?<name>[^']+)'(?:, |;|\.)?\s*)+")]
    private static partial Regex RequiredMembers();
}
