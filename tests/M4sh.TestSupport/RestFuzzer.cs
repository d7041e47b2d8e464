using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace M4sh.TestSupport;

/// <summary>Sends REST requests made of pieces that are each likely to hurt: bodies, paths, headers, tokens. Its seed says which.</summary>
public sealed class RestFuzzer(Uri api, FuzzTarget target, string token, int seed) : IDisposable
{
    private const int MostRead = 60_000;

    private static readonly string[] Methods = ["GET", "POST", "POST", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "BREW"];

    private static readonly string[] Pages =
    [
        "", "join/", "leave/", "end/", "token/", "token/refresh/", "token/revoke/", "token/allow/", "ice-servers/", "quality/", "events/", "report/", "nothing/",
    ];

    private static readonly string[] Members =
    [
        "lesson_id", "metadata", "invitees", "permissions", "host", "guest", "display_name", "reason", "ttl", "token", "user_id", "samples", "rtt_ms",
        "packet_loss_pct", "jitter_ms", "id", "recorded_at", "kind", "direction", "bitrate_kbps", "frame_width",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e400", "1e-400", "NaN", "99999999999999999999", "0.1", "\"\"", "\"a\"", "\"\\u0000\"", "\"\\ud800\"", "\"\u202e\"", "[]", "{}",
        "[null]", "[[]]", "[\"audio\"]", "[\"audio\",\"audio\"]", "{\"host\":[\"audio\"]}", "\"2026-01-01T00:00:00Z\"", "\"99999-01-01\"", "\"video\"", "\"';--\"",
        "{\"a\":{\"a\":{\"a\":1}}}", "\"../../etc/passwd\"", "\"%00\"",
    ];

    private static readonly string[] Queries =
    [
        "", "?limit=50", "?limit=-1", "?limit=x", "?limit=99999999999", "?cursor=x", "?cursor=%00", "?status=ended", "?status=%FF", "?status=a&status=b", "?lesson_id=%00",
        "?lesson_id=", "?from=x&to=y", "?from=2026-01-01T00:00:00Z&to=1999-01-01T00:00:00Z", "?from=9999-12-31T23:59:59Z", "?bucket=0", "?bucket=-5", "?bucket=1e9",
        "?bucket=99999999999999999999", "?from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z&bucket=1", "?%", "?=&=", "?format=exe",
    ];

    private readonly Random _random = new(seed);
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = api };

    /// <returns>The status, and what is wrong with the answer, if anything.</returns>
    public async Task<(int Status, string? Finding)> SendAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(new(Pick(Methods)), Path());
        request.Content = Chance(0.7) ? Body() : null;
        Authorize(request.Headers);

        // A server that refuses a body unread closes the connection, which the next request must not find out.
        request.Headers.ConnectionClose = request.Content?.Headers.ContentLength > MostRead;
        var description = $"{request.Method} {request.RequestUri}";
        HttpResponseMessage answer;
        try
        {
            answer = await _client.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException) when (request.Content?.Headers.ContentLength > MostRead)
        {
            // It may also close before it was sent all of that.
            return (0, null);
        }
        catch (HttpRequestException exception)
        {
            return (0, $"{description}, {request.Content?.Headers.ContentLength} bytes, was not answered: {exception.InnerException?.Message}");
        }

        using var response = answer;
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var wrong = (int)response.StatusCode >= 500 ? $"answered {(int)response.StatusCode}"
            : text.Contains(target.Secret, StringComparison.Ordinal) ? "told what is another's"
            : text.Contains("   at ", StringComparison.Ordinal) || text.Contains("Exception", StringComparison.Ordinal) ? "told a stack trace"
            : null;
        return ((int)response.StatusCode, wrong is null ? null : $"{description} {wrong}: {text[..Math.Min(text.Length, 300)]}");
    }

    public void Dispose() => _client.Dispose();

    private Uri Path()
    {
        var id = _random.Next(5) switch
        {
            0 => Guid.Empty.ToString(),
            1 => Pick(["x", "%00", "..", "%2e%2e", "'", "{}", "%E2%80%AE", new string('a', 4000)]),
            2 => target.SessionId.ToString("N"),
            _ => target.SessionId.ToString(),
        };
        var path = _random.Next(10) switch
        {
            0 => "/api/v1/webrtc/sessions/",
            1 => "/api/v1/webrtc/quality/",
            2 => $"/api/v1/webrtc/users/{id}/data/",
            3 => $"/{Pick(["api", "hubs/signaling", "hubs/signaling/negotiate", "ws/webrtc", "openapi/v1.json", "dev/token"])}/{id}",
            _ => $"/api/v1/webrtc/sessions/{id}/{Pick(Pages)}",
        };
        return new(path + Pick(Queries), UriKind.Relative);
    }

    private ByteArrayContent Body()
    {
        var bytes = Encoding.UTF8.GetBytes(Json());
        if (Chance(0.2))
        {
            // Cut off, or one byte changed: often no UTF-8 any more.
            bytes = Chance(0.5) ? bytes[.._random.Next(bytes.Length + 1)] : bytes;
            if (bytes.Length > 0)
            {
                bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
            }
        }

        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", Pick(["application/json", "text/plain", "application/json; charset=utf-7", "multipart/form-data", "x"]));
        return content;
    }

    private string Json() => _random.Next(8) switch
    {
        0 => Pick(Values),
        1 => new string('[', _random.Next(1, 200)),
        2 => $$$"""{"metadata": {"a": "{{{new string('x', _random.Next(1, 80_000))}}}"}}""",
        3 => $$"""{"samples": [{{string.Join(',', Enumerable.Range(0, _random.Next(1, 120)).Select(_ => Object()))}}]}""",
        _ => Object(),
    };

    private string Object() => $"{{{string.Join(',', Enumerable.Range(0, _random.Next(6)).Select(_ => $"\"{Pick(Members)}\":{Pick(Values)}"))}}}";

    private void Authorize(HttpRequestHeaders headers)
    {
        var parts = token.Split('.');
        var given = _random.Next(10) switch
        {
            0 => null,
            1 => "Bearer",
            2 => $"Bearer {parts[0]}.{parts[1]}.",
            3 => $"Bearer {parts[0]}.{Changed(parts[1])}.{parts[2]}",
            4 => $"Bearer {Changed(token)}",
            5 => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("owner:owner"))}",
            _ => $"Bearer {token}",
        };
        headers.TryAddWithoutValidation("Authorization", given);
        if (Chance(0.1))
        {
            headers.TryAddWithoutValidation(Pick(["Origin", "X-Forwarded-For", "Accept", "If-Match", "Range", "X-HTTP-Method-Override"]), Pick(["null", "*", "bytes=0-1", "DELETE", "::"]));
        }
    }

    private string Changed(string text)
    {
        var at = _random.Next(text.Length);
        return string.Create(CultureInfo.InvariantCulture, $"{text[..at]}{(char)_random.Next('!', '~')}{text[(at + 1)..]}");
    }

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private string Pick(string[] items) => items[_random.Next(items.Length)];
}
