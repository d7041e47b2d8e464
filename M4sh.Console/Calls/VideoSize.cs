namespace M4sh.Console.Calls;

/// <summary>How large the pictures are, and how many bits a second they may take.</summary>
public sealed record VideoSize(string Key, int Width, int Height, int MaxKbps)
{
    public static VideoSize Small { get; } = new("320x240", 320, 240, 400);

    public static IReadOnlyList<VideoSize> All { get; } = [Small, new("640x480", 640, 480, 1_000), new("1280x720", 1280, 720, 2_500)];
}
