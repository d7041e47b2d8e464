using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Json;

namespace M4sh.Client.Http;

/// <summary>One request and its answer: the token, the JSON, and every failure as <see cref="M4shApiException"/>.</summary>
internal sealed class ApiTransport(HttpClient http, Func<CancellationToken, ValueTask<string>> platformToken)
{
    private const string Root = "/api/v1/webrtc";

    public Task<TAnswer> GetAsync<TAnswer>(string path, CancellationToken cancellationToken) =>
        SendAsync<TAnswer>(HttpMethod.Get, path, null, cancellationToken);

    /// <summary>An answer that is for people to read.</summary>
    public Task<string> GetTextAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, (response, token) => response.Content.ReadAsStringAsync(token), cancellationToken);

    public Task<TAnswer> PostAsync<TBody, TAnswer>(string path, TBody body, CancellationToken cancellationToken) =>
        SendAsync<TAnswer>(HttpMethod.Post, path, JsonContent.Create(body, TypeOf<TBody>()), cancellationToken);

    /// <summary>Where success has nothing to say.</summary>
    public Task PostAsync<TBody>(string path, TBody body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, JsonContent.Create(body, TypeOf<TBody>()), ReadNothingAsync, cancellationToken);

    public Task DeleteAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, path, null, ReadNothingAsync, cancellationToken);

    /// <summary>An answer whose body goes on coming; its receiver disposes of it.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path, string mediaType, CancellationToken cancellationToken)
    {
        using var request = await RequestAsync(HttpMethod.Get, path, cancellationToken);
        request.Headers.Accept.Add(new(mediaType));
        return await GuardAsync(async () =>
        {
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.IsSuccessStatusCode)
                return response;

            using (response)
                throw await FailureAsync(response, cancellationToken);
        }, cancellationToken);
    }

    private Task<TAnswer> SendAsync<TAnswer>(HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken) =>
        SendAsync(method, path, body, ReadAsync<TAnswer>, cancellationToken);

    private async Task<TAnswer> SendAsync<TAnswer>(
        HttpMethod method, string path, HttpContent? body,
        Func<HttpResponseMessage, CancellationToken, Task<TAnswer>> read, CancellationToken cancellationToken)
    {
        using var request = await RequestAsync(method, path, cancellationToken);
        request.Content = body;
        return await GuardAsync(async () =>
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode ? await read(response, cancellationToken) : throw await FailureAsync(response, cancellationToken);
        }, cancellationToken);
    }

    private async Task<HttpRequestMessage> RequestAsync(HttpMethod method, string path, CancellationToken cancellationToken) =>
        new(method, new Uri(Root + path, UriKind.Relative))
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", await platformToken(cancellationToken)) },
        };

    private static async Task<T> GuardAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException)
        {
            throw new M4shApiException(ErrorCodes.Unavailable, 0, "The API gave no usable answer.", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new M4shApiException(ErrorCodes.Unavailable, 0, "The API did not answer in time.", exception);
        }
    }

    private static async Task<TAnswer> ReadAsync<TAnswer>(HttpResponseMessage response, CancellationToken cancellationToken) =>
        await response.Content.ReadFromJsonAsync(TypeOf<TAnswer>(), cancellationToken) ?? throw new JsonException("The answer is null.");

    private static Task<bool> ReadNothingAsync(HttpResponseMessage response, CancellationToken cancellationToken) => Task.FromResult(true);

    private static async Task<M4shApiException> FailureAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var problem = await ReadProblemAsync(response, cancellationToken);
        var status = (int)response.StatusCode;
        return new(problem?.Code ?? ErrorCodes.OfStatus(status), status, problem?.Detail ?? problem?.Title)
        {
            Errors = problem?.Errors ?? new Dictionary<string, IReadOnlyList<string>>(),
            RetryAfter = RetryAfter(response.Headers),
        };
    }

    private static async Task<ProblemResponse?> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json"))
            return null;

        try
        {
            return await response.Content.ReadFromJsonAsync(TypeOf<ProblemResponse>(), cancellationToken);
        }
        catch (JsonException)
        {
            // A proxy's idea of JSON: the status still says enough.
            return null;
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseHeaders headers) => headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when headers.Date is { } now => date - now,
        _ => null,
    };

    public static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)M4shJson.Options.GetTypeInfo(typeof(T));
}
