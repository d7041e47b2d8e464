using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Json;
using M4sh.Contracts.Sessions;

namespace M4sh.SignalingApi.Tests;

/// <summary>Tests that call the API over HTTP.</summary>
public abstract class ApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    protected ApiFixture Fixture { get; } = fixture;

    protected ApiReplica Api => Fixture.Api;

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await Fixture.StartAsync(Cancelled);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>A name that no other test uses.</summary>
    protected static string NewUser(string name) => $"{name}-{Guid.CreateVersion7()}";

    protected static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string body = "")
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await client.PostAsync(new Uri(path, UriKind.Relative), content, Cancelled);
    }

    protected static Task<HttpResponseMessage> GetAsync(HttpClient client, string path) =>
        client.GetAsync(new Uri(path, UriKind.Relative), Cancelled);

    protected static async Task<T> ReadAsync<T>(Task<HttpResponseMessage> response, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var received = await response;
        Assert.True(received.StatusCode == status, $"{(int)received.StatusCode}: {await received.Content.ReadAsStringAsync(Cancelled)}");
        Assert.Equal("application/json", received.Content.Headers.ContentType?.MediaType);
        return (await received.Content.ReadFromJsonAsync<T>(M4shJson.Options, Cancelled))!;
    }

    /// <summary>Asserts that the answer is a problem with this code, and its status.</summary>
    protected static async Task<ProblemResponse> AssertProblemAsync(
        Task<HttpResponseMessage> response, string code, string? member = null, int? status = null)
    {
        using var received = await response;
        var text = await received.Content.ReadAsStringAsync(Cancelled);
        Assert.True((int)received.StatusCode == (status ?? ErrorCodes.StatusOf(code)), $"{(int)received.StatusCode}: {text}");
        Assert.Equal("application/problem+json", received.Content.Headers.ContentType?.MediaType);
        var problem = (await received.Content.ReadFromJsonAsync<ProblemResponse>(M4shJson.Options, Cancelled))!;
        Assert.Equal(code, problem.Code);
        Assert.Equal((int)received.StatusCode, problem.Status);
        Assert.False(string.IsNullOrEmpty(problem.Title));
        Assert.False(string.IsNullOrEmpty(problem.Detail));
        Assert.DoesNotContain("M4sh.", text, StringComparison.Ordinal);
        if (member is not null)
        {
            Assert.Contains(member, problem.Errors!.Keys);
        }

        return problem;
    }

    /// <summary>What happened to a session; the ICE servers that were issued meanwhile are another story.</summary>
    protected static IEnumerable<string> TypesOf(SessionTimeline timeline) =>
        timeline.Items.Select(item => item.Type).Where(type => type != "ice_servers_issued");

    protected static Task<Session> CreateAsync(HttpClient client, JsonObject? body = null) =>
        ReadAsync<Session>(PostAsync(client, "sessions/", body?.ToJsonString() ?? ""), HttpStatusCode.Created);

    protected static Task<JoinSessionResponse> JoinAsync(HttpClient client, Guid sessionId) =>
        ReadAsync<JoinSessionResponse>(PostAsync(client, $"sessions/{sessionId}/join/"));

    /// <summary>A session with both its participants in it.</summary>
    protected async Task<(Session Session, HttpClient Host, HttpClient Guest)> StartCallAsync()
    {
        var (host, guest) = (Api.As(NewUser("host")), Api.As(NewUser("guest")));
        var session = await CreateAsync(host);
        await JoinAsync(host, session.Id);
        return ((await JoinAsync(guest, session.Id)).Session, host, guest);
    }
}
