using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace M4sh.Console.Tests.SystemStatus;

/// <summary>The replicas' pages, by address. Where nothing was put, nobody listens.</summary>
internal sealed class FakeReplicas : HttpMessageHandler, IHttpClientFactory
{
    private readonly ConcurrentDictionary<string, (HttpStatusCode Status, string Body)> _pages = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _hanging = new(StringComparer.Ordinal);

    /// <summary>Nothing is answered before it is done.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public ConcurrentQueue<string> Requests { get; } = new();

    public void Answer(string authority, string path, string body, HttpStatusCode status = HttpStatusCode.OK) => _pages[authority + path] = (status, body);

    /// <summary>Nobody listens there any more.</summary>
    public void Kill(string authority)
    {
        foreach (var page in _pages.Keys.Where(page => page.StartsWith(authority + "/", StringComparison.Ordinal)))
            _pages.TryRemove(page, out _);
    }

    /// <summary>Somebody listens there, and says nothing.</summary>
    public void Hang(string authority) => _hanging[authority] = true;

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (authority, path) = (request.RequestUri!.Authority, request.RequestUri.AbsolutePath);
        Requests.Enqueue(authority + path);
        await Gate.WaitAsync(cancellationToken);
        if (_hanging.ContainsKey(authority))
            await Task.Delay(Timeout.Infinite, cancellationToken);

        return _pages.TryGetValue(authority + path, out var page)
            ? new(page.Status) { Content = new StringContent(page.Body, Encoding.UTF8) }
            : throw new HttpRequestException(HttpRequestError.ConnectionError, inner: new SocketException((int)SocketError.ConnectionRefused));
    }
}
