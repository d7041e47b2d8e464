namespace M4sh.Console.Readiness;

/// <summary>Five seconds from one peer connection to another through the relay.</summary>
/// <param name="IsConnected">The two peer connections found each other.</param>
/// <param name="ConnectMilliseconds">How long that took.</param>
/// <param name="Sent">Numbered packets.</param>
/// <param name="Received">Of those.</param>
/// <param name="RttMs">The median.</param>
/// <param name="Kbps">What came through of the load.</param>
public sealed record RelayReading(
    bool IsConnected, double ConnectMilliseconds = 0, int Sent = 0, int Received = 0, double? RttMs = null, double Kbps = 0)
{
    public double LossPct => Sent == 0 ? 0 : 100.0 * Math.Max(0, Sent - Received) / Sent;
}
