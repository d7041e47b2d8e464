using M4sh.Data;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Http;
using M4sh.SignalingApi.Ice;
using M4sh.SignalingApi.Qos;
using M4sh.SignalingApi.Sessions;
using M4sh.SignalingApi.Signaling;
using M4sh.SignalingApi.Tokens;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddNpgsqlDbContext<M4shDbContext>(M4shDbContext.ConnectionName, configureDbContextOptions: DatabaseFailures.Configure);
builder.AddRedisClient("redis");
builder.Services
    .AddErrors()
    .AddHttp()
    .AddTokens()
    .AddIce()
    .AddSessions()
    .AddQos()
    .AddSignaling();

var app = builder.Build();
app.UseErrors();
app.UseCorsOrigins();
app.UseAuthentication();
app.UseAuthorization();

var api = app.MapGroup("/api/v1/webrtc").RequireAuthorization();
api.MapSessionEndpoints();
api.MapQosEndpoints();
app.MapSignaling();
app.MapDevTokenEndpoints();
app.MapOpenApi();
app.MapDefaultEndpoints();
app.Run();
