using M4sh.Console.Access;
using M4sh.Console.Analytics;
using M4sh.Console.Calls;
using M4sh.Console.Components;
using M4sh.Console.Components.Common;
using M4sh.Console.Invites;
using M4sh.Console.Live;
using M4sh.Console.Network;
using M4sh.Console.Overview;
using M4sh.Console.Readiness;
using M4sh.Console.Runs;
using M4sh.Console.Sessions;
using M4sh.Console.SystemStatus;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor.Services;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddRedisClient("redis");
builder.AddRuns();

builder.Services.TryAddSingleton(TimeProvider.System);
builder.Services.AddAccess(builder.Configuration).AddLive().AddOverview().AddSessions().AddNetwork().AddCalls();
builder.Services.AddAnalytics().AddReadiness().AddInvites().AddSystemStatus();
builder.Services.AddMudServices().AddScoped<ViewerZone>();
builder.Services.AddRazorComponents()
    .AddInteractiveServerComponents(circuit =>
    {
        // A closed tab cannot say goodbye: its call ends when its circuit does.
        circuit.DisconnectedCircuitRetentionPeriod = TimeSpan.FromSeconds(30);
    })
    .AddHubOptions(hub => hub.MaximumReceiveMessageSize = 128 * 1024);

var app = builder.Build();
app.UseExceptionHandler("/error", createScopeForErrors: true);
app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
app.UseSecurityHeaders();
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();

app.MapStaticAssets().AllowAnonymous();
app.MapLogin();
app.MapRazorComponents<App>()
    .AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null)
    .AllowCircuits();
app.MapRuns();
app.MapReports();
app.MapReadiness();
app.MapDefaultEndpoints();
app.Run();
