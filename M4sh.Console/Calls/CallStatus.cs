namespace M4sh.Console.Calls;

/// <summary>Where a test call stands.</summary>
public enum CallStatus
{
    Idle,
    Starting,
    Connected,
    HangingUp,
    Ended,
    Failed,
}
