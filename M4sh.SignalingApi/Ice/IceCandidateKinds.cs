namespace M4sh.SignalingApi.Ice;

/// <summary>The types of candidates that a peer has sent.</summary>
[Flags]
internal enum IceCandidateKinds
{
    None = 0,
    Host = 1,
    Srflx = 2,
    Prflx = 4,
    Relay = 8,
}
