using System.Text.Json.Serialization;
using M4sh.Contracts.Json;

namespace M4sh.Contracts.Signaling;

/// <summary>What a client should do when the server closes.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<DisconnectAction>))]
public enum DisconnectAction
{
    /// <summary>Connect again after a pause and resume.</summary>
    Resume,

    /// <summary>Join the session again over REST.</summary>
    Rejoin,

    /// <summary>Nothing more.</summary>
    Stop,
}
