using M4sh.Data;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Http;
using M4sh.SignalingApi.Ice;
using M4sh.SignalingApi.Live;
using M4sh.SignalingApi.Qos;
using M4sh.SignalingApi.RateLimits;
using M4sh.SignalingApi.Reference;
using M4sh.SignalingApi.Reports;
using M4sh.SignalingApi.Sdk;
using M4sh.SignalingApi.Sessions;
using M4sh.SignalingApi.Signaling;
using M4sh.SignalingApi.Telemetry;
using M4sh.SignalingApi.Tokens;
using M4sh.SignalingApi.Users;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddNpgsqlDbContext<M4shDbContext>(M4shDbContext.ConnectionName, DatabaseFailures.Configure, DatabaseFailures.Configure);
builder.AddRedisClient("redis", RedisTrace.Configure, options => RedisFailures.Configure(options, builder.Configuration));
builder.Services
    .AddErrors()
    .AddHttp()
    .AddApiReference()
    .AddTokens()
    .AddIce()
    .AddSessions()
    .AddQos()
    .AddReports()
    .AddLive()
    .AddRateLimits()
    .AddUserData()
    .AddSignaling()
    .AddSdk()
    .AddCallMetrics();

var app = builder.Build();
app.UseForwardedAddresses();
app.UseErrors();
app.UseRequestDeadline();
app.UseCorsOrigins();
app.UseAuthentication();
app.UseRateLimits();
app.UseAuthorization();

var api = app.MapGroup("/api/v1/webrtc").RequireAuthorization();
api.MapLiveEndpoints();
var answers = api.MapGroup("").RequireDeadline();
answers.MapSessionEndpoints();
answers.MapTokenEndpoints();
answers.MapQosEndpoints();
answers.MapReportEndpoints();

// Erasing takes as long as there is of the user.
api.MapUserDataEndpoints();
app.MapSignaling();
app.MapSdk();
app.MapDevTokenEndpoints();
app.MapApiReference();
app.MapDefaultEndpoints();
app.Run();
