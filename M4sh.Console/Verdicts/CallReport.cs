using System.Globalization;
using System.Text;
using System.Text.Json;
using M4sh.Console.Calls;
using M4sh.Console.Components.Calls;

namespace M4sh.Console.Verdicts;

/// <summary>A finished test call, to keep.</summary>
public sealed record CallReport(
    Guid? SessionId, DateTimeOffset At, string Plan, Verdict Verdict, IReadOnlyList<CallStep> Steps, IReadOnlyList<SideMeasurement> Sides)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public static CallReport Of(TestCall call, DateTimeOffset at)
    {
        var sides = call.Sides.Select(SideMeasurement.Of).ToList();
        var verdict = Judge.Of(call.Plan.Limits, call.Timeline.At(CallSteps.Connected), sides, call.Problem?.Code);
        return new(call.SessionId, at, PlanText.Of(call.Plan), verdict, call.Timeline.Steps, sides);
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
