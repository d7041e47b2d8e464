using System.Text;
using System.Text.Json;
using M4sh.Contracts.Json;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.Contracts.Tokens;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Tokens;

namespace M4sh.SignalingApi.Sessions;

/// <summary>The bounds of what a request about a session may hold (PROTOCOL §3).</summary>
internal static class SessionRules
{
    public const int MaxLessonIdLength = 128;
    public const int MaxDisplayNameLength = 128;
    public const int MaxReasonLength = 256;
    public const int MaxMetadataBytes = 8 * 1024;
    public const int MaxCandidatePairBytes = 8 * 1024;
    public const int MaxInvitees = 8;

    /// <summary>Of a caller's own objects. They come back inside of others, in lists and in messages, and all of that must stay within <see cref="M4shJson.MaxDepth"/>.</summary>
    public const int MaxObjectDepth = 16;

    public static void Validate(CreateSessionRequest request)
    {
        var errors = new RequestErrors();
        errors.CheckLength(request.LessonId, "lesson_id", 1, MaxLessonIdLength);
        CheckObject(errors, request.Metadata, "metadata", MaxMetadataBytes);
        if (request.Invitees is { } invitees)
        {
            errors.Check(invitees.Count <= MaxInvitees, "invitees", $"holds at most {MaxInvitees} users");
            for (var i = 0; i < invitees.Count; i++)
                errors.CheckLength(invitees[i] ?? "", $"invitees[{i}]", 1, TokenClaims.MaxUserIdLength);
        }

        CheckPermissions(errors, request.Permissions?.Host, "permissions.host");
        CheckPermissions(errors, request.Permissions?.Guest, "permissions.guest");
        errors.ThrowIfAny();
    }

    public static void Validate(JoinSessionRequest request)
    {
        var errors = new RequestErrors();
        errors.CheckLength(request.DisplayName, "display_name", 1, MaxDisplayNameLength);
        errors.ThrowIfAny();
    }

    public static void ValidateReason(string? reason)
    {
        var errors = new RequestErrors();
        errors.CheckLength(reason, "reason", 0, MaxReasonLength);
        errors.ThrowIfAny();
    }

    public static void Validate(ConnectionStateMessage message)
    {
        var errors = new RequestErrors();
        CheckObject(errors, message.CandidatePair, "candidate_pair", MaxCandidatePairBytes);
        errors.ThrowIfAny();
    }

    public static void CheckPermissions(RequestErrors errors, IReadOnlyList<MediaPermission>? permissions, string member) =>
        errors.Check(permissions is null || permissions.Distinct().Count() == permissions.Count, member, "names a permission twice");

    private static void CheckObject(RequestErrors errors, JsonElement? value, string member, int maxBytes)
    {
        if (value is not { ValueKind: not JsonValueKind.Null } given)
            return;

        errors.Check(given.ValueKind == JsonValueKind.Object, member, "must be an object");
        errors.Check(Encoding.UTF8.GetByteCount(given.GetRawText()) <= maxBytes, member, $"holds at most {maxBytes} bytes");
        errors.Check(IsText(given), member, "holds what is no text: half of a surrogate pair");
        errors.Check(IsWithin(MaxObjectDepth, given), member, $"is nested more than {MaxObjectDepth} deep");
    }

    // What cannot be written again could not be stored.
    private static bool IsText(JsonElement value)
    {
        try
        {
            using var nowhere = new Utf8JsonWriter(Stream.Null);
            value.WriteTo(nowhere);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsWithin(int depth, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => depth > 0 && value.EnumerateObject().All(member => IsWithin(depth - 1, member.Value)),
        JsonValueKind.Array => depth > 0 && value.EnumerateArray().All(item => IsWithin(depth - 1, item)),
        _ => true,
    };
}
