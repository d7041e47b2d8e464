using M4sh.QosWorker;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddQosWorker();

var app = builder.Build();
app.MapDefaultEndpoints();
app.Run();
