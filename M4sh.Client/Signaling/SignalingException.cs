namespace M4sh.Client.Signaling;

/// <summary>A signaling message that was refused, or a connection that cannot be made or is gone.</summary>
public sealed class SignalingException : Exception
{
    internal SignalingException(string code, string? detail, Exception? inner = null)
        : base(detail is null ? code : $"{code}: {detail}", inner)
    {
        Code = code;
        Detail = detail;
    }

    /// <summary>One of <see cref="Contracts.Errors.ErrorCodes"/>; <c>unavailable</c> where there is no connection.</summary>
    public string Code { get; }

    /// <summary>What went wrong this time, for people; may be null.</summary>
    public string? Detail { get; }
}
