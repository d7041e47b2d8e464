using System.Text.Json;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Analytics;

/// <summary>What sessions tell of the networks of those who were in them, and which calls came to nothing.</summary>
public sealed record CallShares
{
    /// <summary>How many sessions were looked at.</summary>
    public required int Sessions { get; init; }

    /// <summary>All of the window were; else the newest.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Participants by what their own end of the path is: a candidate type, a relay's with how it is reached. Most first.</summary>
    public required IReadOnlyList<Share> Paths { get; init; }

    /// <summary>Participants by their NAT; most first.</summary>
    public required IReadOnlyList<Share> Nats { get; init; }

    /// <summary>Those that ended without ever having connected although two had come; newest first.</summary>
    public required IReadOnlyList<Session> Failed { get; init; }

    public static CallShares Of(IReadOnlyCollection<Session> sessions, bool isComplete)
    {
        ArgumentNullException.ThrowIfNull(sessions);

        // Who was alone had no path to find.
        var people = sessions.Where(session => session.Participants.Count >= Session.Places).SelectMany(session => session.Participants).ToArray();
        return new()
        {
            Sessions = sessions.Count,
            IsComplete = isComplete,
            Paths = Count(people.Select(person => PathOf(person.CandidatePair))),
            Nats = Count(people.Select(person => person.NatType is { } nat && nat != NatType.Unknown ? Name(nat) : Share.NotReported)),
            Failed =
            [
                .. sessions.Where(session => session is { Status: SessionStatus.Ended, ConnectedAt: null, Participants.Count: >= Session.Places })
                    .OrderByDescending(session => session.CreatedAt),
            ],
        };
    }

    private static IReadOnlyList<Share> Count(IEnumerable<string> names)
    {
        var groups = names.CountBy(name => name).ToArray();
        var all = groups.Sum(group => group.Value);
        return
        [
            .. groups.OrderBy(group => group.Key == Share.NotReported).ThenByDescending(group => group.Value).ThenBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new Share(group.Key, group.Value, 100.0 * group.Value / all)),
        ];
    }

    // The pair is any JSON that a client sent (docs/protocol.md).
    private static string PathOf(JsonElement? pair)
    {
        if (pair is not { ValueKind: JsonValueKind.Object } ends || !ends.TryGetProperty("local", out var local) || Text(local, "candidate_type") is not { } type)
        {
            return Share.NotReported;
        }

        return type switch
        {
            "host" => "direct, own address",
            "srflx" or "prflx" => "direct, through a NAT",
            "relay" => $"relay over {(Text(local, "relay_protocol") ?? "udp").ToUpperInvariant()}",
            _ => Share.NotReported,
        };
    }

    private static string? Text(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static string Name(NatType nat) => nat switch
    {
        NatType.Open => "none: a public address",
        NatType.Cone => "cone",
        NatType.Symmetric => "symmetric",
        NatType.RelayOnly => "relay only",
        _ => "UDP blocked",
    };
}
