namespace M4sh.Console.Readiness;

/// <summary>How a TURN server is reached.</summary>
public enum TurnWay
{
    Udp,
    Tcp,
    Tls,
}
