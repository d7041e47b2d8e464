using M4sh.QosWorker;
using M4sh.QosWorker.Metrics;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddQosWorker();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapMetricsTargets();
app.Run();
