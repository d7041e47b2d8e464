using System.Globalization;
using System.Text;
using System.Text.Json;
using M4sh.Console.Calls;
using M4sh.Console.Components.Calls;
using M4sh.Console.Network;

namespace M4sh.Console.Verdicts;

/// <summary>A finished test call, to keep.</summary>
/// <param name="SessionId">The API's session; null where none was made.</param>
/// <param name="At">When it was over.</param>
/// <param name="Plan">What was asked for, for people.</param>
/// <param name="Verdict">Whether it passed, and why.</param>
/// <param name="Steps">When what happened.</param>
/// <param name="Sides">What each side measured.</param>
public sealed record CallReport(
    Guid? SessionId, DateTimeOffset At, string Plan, Verdict Verdict, IReadOnlyList<CallStep> Steps, IReadOnlyList<SideMeasurement> Sides)
{
    /// <summary>Of the JSON: goes up where members change their meaning.</summary>
    public const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, Converters = { new SecondsConverter() },
    };

    public int Version { get; init; } = CurrentVersion;

    /// <summary>The test call's own, also where it is kept: <c>/test-runs/{id}</c>.</summary>
    public Guid Id { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>What was between the peers.</summary>
    public ReportedNetwork? Network { get; init; }

    /// <summary>From the click until both were connected; null where they never were.</summary>
    public TimeSpan? Setup => Steps.FirstOrDefault(step => step.Key == CallSteps.Connected)?.At;

    public static CallReport Of(TestCall call, DateTimeOffset at)
    {
        var sides = call.Sides.Select(SideMeasurement.Of).ToList();
        var verdict = Judge.Of(call.Plan.Limits, call.Timeline.At(CallSteps.Connected), sides, call.Problem?.Code);
        return new(call.SessionId, at, PlanText.Of(call.Plan), verdict, call.Timeline.Steps, sides)
        {
            Id = call.Id,
            StartedAt = at - call.Elapsed,
            Network = ReportedNetwork.Of(call.Plan.Network, call.Relay),
        };
    }

    /// <returns>Null: it was written by a newer console, whose words this one does not know.</returns>
    public static CallReport? Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty("version", out var version) && version.GetInt32() > CurrentVersion
            ? null
            : document.Deserialize<CallReport>(Json);
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public string ToCsv()
    {
        var csv = new StringBuilder("check,side,value,limit,unit,passed\n");
        foreach (var check in Verdict.Checks)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{check.Key},{check.Side},{check.Value},{check.Limit},{check.Unit},{(check.Passed ? "true" : "false")}\n");
        }

        return csv.ToString();
    }
}
