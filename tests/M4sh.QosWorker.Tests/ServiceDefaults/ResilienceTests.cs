using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.QosWorker.Tests.ServiceDefaults;

[Collection(TelemetryCollection.Name)]
public sealed class ResilienceTests
{
    [Theory]
    [InlineData("POST", HttpStatusCode.ServiceUnavailable, true, 2)]
    [InlineData("POST", HttpStatusCode.ServiceUnavailable, false, 1)]
    [InlineData("POST", HttpStatusCode.BadGateway, true, 1)]
    [InlineData("GET", HttpStatusCode.BadGateway, false, 2)]
    public async Task Request_Refused_IsSentAgainOnlyWhereThatIsSafe(string method, HttpStatusCode status, bool retryAfter, int expected)
    {
        var server = new RefusesOnce(status, retryAfter);
        await using var app = await DefaultApp.StartAsync(builder =>
            builder.Services.AddHttpClient("tested").ConfigurePrimaryHttpMessageHandler(() => server));
        using var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("tested");

        using var request = new HttpRequestMessage(new(method), "http://127.0.0.1/");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, server.Requests);
        Assert.Equal(expected == 1 ? status : HttpStatusCode.OK, response.StatusCode);
    }

    private sealed class RefusesOnce(HttpStatusCode status, bool retryAfter) : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = new HttpResponseMessage(++Requests == 1 ? status : HttpStatusCode.OK);
            if (retryAfter)
                answer.Headers.RetryAfter = new(TimeSpan.Zero);

            return Task.FromResult(answer);
        }
    }
}
