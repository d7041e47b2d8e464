namespace M4sh.Client;

/// <summary>How a <see cref="M4shClient"/> made by <see cref="M4shClientFactory"/> reaches the API.</summary>
public sealed class M4shClientOptions
{
    /// <summary>The API's address, without <c>/api/v1/webrtc</c>. Default <c>http://localhost:5380</c>; service discovery names work too.</summary>
    public Uri BaseAddress { get; set; } = new("http://localhost:5380");
}
