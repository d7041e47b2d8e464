using System.Text.Json;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Tests.Fakes;

/// <summary>Entries of a session's timeline.</summary>
internal static class Timelines
{
    public static SessionEvent Entry(string type, string? user, double second, string? data = null) => new()
    {
        At = FakeApi.Start.AddSeconds(second),
        Type = type,
        UserId = user,
        Data = data is null ? null : JsonDocument.Parse(data).RootElement,
    };

    public static SessionEvent Raised(string type, string severity, string? user, double second) => Entry(
        "issue_raised", user, second,
        $$"""
        {"type": "{{type}}", "severity": "{{severity}}",
         "evidence": {"metric": "packet_loss_pct", "threshold": 3, "samples": 4, "avg": 7.25, "worst": 12.5, "streams": ["audio_inbound"]} }
        """);
}
