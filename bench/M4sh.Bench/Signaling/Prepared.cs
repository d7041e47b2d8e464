using System.Net;
using System.Net.Http.Json;
using M4sh.Contracts.Json;

namespace M4sh.Bench.Signaling;

/// <summary>Requests that make a measurement ready.</summary>
internal static class Prepared
{
    /// <summary>Asks until it is answered: a cold, overloaded or killed service is not what is measured.</summary>
    public static async Task<T> PostAsync<T>(HttpClient client, string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var response = await client.PostAsync(new Uri(path, UriKind.Relative), null, cancellationToken);
                if (response.StatusCode != HttpStatusCode.ServiceUnavailable)
                    return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<T>(M4shJson.Options, cancellationToken) ?? throw new InvalidOperationException("The answer is empty.");
            }
            catch (HttpRequestException exception) when (exception.StatusCode is null)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }
}
