using System.Globalization;
using M4sh.Contracts.Tokens;

namespace M4sh.SignalingApi.Signaling.Routing;

/// <summary>
/// What an SDP offer or answer means to send (RFC 8866, RFC 3264 §5.1, RFC 9143 §6 for <c>bundle-only</c>). Whatever is not plainly
/// a refusal to send counts as sending, so that nothing malformed slips through.
/// </summary>
internal static class SdpPermissions
{
    private const string Media = "m=";

    /// <returns>The kind of the first section that sends without permission; null when all may.</returns>
    public static string? FirstDenied(string sdp, IReadOnlyList<MediaPermission> permissions)
    {
        var sessionSends = true;
        var section = new Section();
        foreach (var raw in sdp.AsSpan().EnumerateLinesByLineFeed())
        {
            if (raw.StartsWith(Media, StringComparison.Ordinal))
            {
                if (section.IsDenied(sessionSends, permissions))
                    return section.Kind;

                section = Section.Start(raw[Media.Length..]);
            }
            else if (section.Kind is null)
            {
                sessionSends = Direction(raw) ?? sessionSends;
            }
            else
            {
                section.Read(raw);
            }
        }

        return section.IsDenied(sessionSends, permissions) ? section.Kind : null;
    }

    // Null: not a direction.
    private static bool? Direction(ReadOnlySpan<char> line) => line switch
    {
        "a=sendrecv" or "a=sendonly" => true,
        "a=recvonly" or "a=inactive" => false,
        _ => null,
    };

    // A lone carriage return ends no line for a browser: taking it for an end would show directions that it does not see.
    private static LineFeedEnumerator EnumerateLinesByLineFeed(this ReadOnlySpan<char> text) => new(text);

    private struct Section
    {
        private bool? _sends;
        private bool _hasPort;
        private bool _bundleOnly;

        public string? Kind { get; private init; }

        public static Section Start(ReadOnlySpan<char> description)
        {
            Span<Range> parts = stackalloc Range[3];
            var count = description.Split(parts, ' ');
            return new()
            {
                Kind = description[parts[0]].ToString(),
                _hasPort = count < 2 || !int.TryParse(description[parts[1]], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port != 0,
            };
        }

        public void Read(ReadOnlySpan<char> line)
        {
            // Of several, one that sends is enough.
            if (Direction(line) is { } sends)
                _sends = _sends is true || sends;
            else if (line is "a=bundle-only")
                _bundleOnly = true;
        }

        public readonly bool IsDenied(bool sessionSends, IReadOnlyList<MediaPermission> permissions) =>
            Kind is not null && (_sends ?? sessionSends) && (_hasPort || _bundleOnly) && Kind.ToLowerInvariant() switch
            {
                "audio" => !permissions.Contains(MediaPermission.Audio),
                "video" => !permissions.Contains(MediaPermission.Video) && !permissions.Contains(MediaPermission.ScreenShare),
                _ => false,
            };
    }

    private ref struct LineFeedEnumerator(ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> _rest = text;

        public ReadOnlySpan<char> Current { get; private set; }

        public readonly LineFeedEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_rest.IsEmpty)
                return false;

            var end = _rest.IndexOf('\n');
            var line = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? [] : _rest[(end + 1)..];
            Current = line.EndsWith("\r", StringComparison.Ordinal) ? line[..^1] : line;
            return true;
        }
    }
}
