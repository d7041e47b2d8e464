namespace M4sh.Data.Qos;

/// <summary>Who measured, and in which session.</summary>
public readonly record struct QosSender(Guid SessionId, string UserId);
