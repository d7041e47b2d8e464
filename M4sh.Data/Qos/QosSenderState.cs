namespace M4sh.Data.Qos;

/// <summary>Whether samples of a sender are taken.</summary>
public enum QosSenderState
{
    Allowed,
    NoSession,
    NoParticipant,

    /// <summary>The session ended too long ago.</summary>
    TooLate,
}
