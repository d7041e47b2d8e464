namespace M4sh.Client;

/// <summary>Makes a <see cref="M4shClient"/> for each user, all over one pooled HTTP handler.</summary>
/// <param name="httpClientFactory">Where the named HTTP client comes from.</param>
public sealed class M4shClientFactory(IHttpClientFactory httpClientFactory)
{
    /// <summary>The name of the HTTP client that <c>AddM4shClient</c> configures.</summary>
    public const string HttpClientName = "M4sh";

    /// <summary>A client that calls as one user. Cheap; make one when it is needed.</summary>
    /// <param name="platformToken">Gives the user's platform token, asked at each call.</param>
    /// <returns>The client.</returns>
    public M4shClient Create(Func<CancellationToken, ValueTask<string>> platformToken) =>
        new(httpClientFactory.CreateClient(HttpClientName), platformToken);
}
