namespace M4sh.Console.Calls;

/// <summary>The codec that is offered for pictures.</summary>
public enum VideoCodec
{
    Vp8,
    Vp9,
    H264,
    Av1,
}
