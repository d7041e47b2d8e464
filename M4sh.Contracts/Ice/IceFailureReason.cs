using System.Text.Json.Serialization;
using M4sh.Contracts.Json;

namespace M4sh.Contracts.Ice;

/// <summary>Why a peer finds no path to the other.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<IceFailureReason>))]
public enum IceFailureReason
{
    /// <summary>There were candidates, a relayed one among them, and no pair of them connected in time.</summary>
    Timeout,

    /// <summary>Not one candidate was gathered.</summary>
    NoCandidates,

    /// <summary>No relayed candidate, and no path without one: there is no TURN server, or it gave none.</summary>
    NoRelay,

    /// <summary>The TURN server refused the credential: 401.</summary>
    TurnUnauthorized,

    /// <summary>The TURN server does not answer: 701.</summary>
    TurnUnreachable,
}
