namespace M4sh.SignalingApi.Ice;

/// <summary>What ICE servers were issued for, as the timeline has it.</summary>
internal static class IceIssue
{
    public const string Join = "join";
    public const string Request = "request";
    public const string Signaling = "signaling";
    public const string Renewal = "renewal";
}
