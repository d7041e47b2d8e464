namespace M4sh.Console.Readiness;

/// <summary>Two seconds of the microphone.</summary>
/// <param name="Error">The DOMException's name, where it could not be opened.</param>
/// <param name="Peak">The loudest, 0 to 1.</param>
/// <param name="IsMuted">By the system or a switch of its own.</param>
public sealed record MicrophoneReading(string? Error = null, double Peak = 0, bool IsMuted = false);
