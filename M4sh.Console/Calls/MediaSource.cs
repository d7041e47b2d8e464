namespace M4sh.Console.Calls;

/// <summary>Where sound and picture come from.</summary>
public enum MediaSource
{
    /// <summary>A clock on a canvas and a tone: no device, no permission.</summary>
    Synthetic,

    /// <summary>The page's camera and microphone.</summary>
    Devices,
}
