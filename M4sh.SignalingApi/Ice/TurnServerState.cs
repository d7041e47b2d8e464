namespace M4sh.SignalingApi.Ice;

/// <summary>What the last probes of an address found.</summary>
/// <param name="IsUp">It answers; also as long as nobody has asked.</param>
/// <param name="RoundTrip">How long the last answer took.</param>
/// <param name="Failures">How many probes in a row it has not answered.</param>
/// <param name="Software">What it said it is.</param>
internal sealed record TurnServerState(bool IsUp = true, TimeSpan? RoundTrip = null, int Failures = 0, string? Software = null)
{
    /// <summary>One lost packet is no dead server.</summary>
    public const int FailuresUntilDown = 2;

    public static readonly TurnServerState Unknown = new();

    public static TurnServerState Answered(TimeSpan roundTrip, string? software) => new(IsUp: true, roundTrip, Software: software);

    public TurnServerState Failed() => this with { Failures = Failures + 1, IsUp = IsUp && Failures + 1 < FailuresUntilDown };
}
