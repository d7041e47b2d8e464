namespace M4sh.Console.Readiness;

/// <summary>Two seconds of the camera.</summary>
/// <param name="Error">The DOMException's name, where it could not be opened.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Frames">How many came in two seconds.</param>
/// <param name="Brightness">Of the brightest picture, 0 to 255.</param>
/// <param name="Contrast">The greatest standard deviation within a picture.</param>
/// <param name="Change">The greatest mean difference between two pictures.</param>
public sealed record CameraReading(
    string? Error = null, int Width = 0, int Height = 0, int Frames = 0, double Brightness = 0, double Contrast = 0, double Change = 0);
