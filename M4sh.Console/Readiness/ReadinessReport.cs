using System.Globalization;
using System.Text;
using System.Text.Json;
using M4sh.Contracts.Json;

namespace M4sh.Console.Readiness;

/// <summary>The result of a check to be sent to somebody: no address of this machine, no token.</summary>
public static class ReadinessReport
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public static string Text(ReadinessCheck check)
    {
        ArgumentNullException.ThrowIfNull(check);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"M4sh readiness check, {check.StartedAt:yyyy-MM-dd HH:mm} UTC: {SnakeCase.Write(check.Outcome)}");
        foreach (var step in check.Steps)
        {
            var took = step.Took is { } time ? $" ({Milliseconds(time)} ms)" : "";
            text.AppendLine(CultureInfo.InvariantCulture, $"{SnakeCase.Write(step.State),-8} {step.Title}{took}: {step.Finding.What}");
            if (step.Finding.Advice is { } advice)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"         {advice}");
            }
        }

        return text.ToString();
    }

    public static string Json(ReadinessCheck check)
    {
        ArgumentNullException.ThrowIfNull(check);
        return JsonSerializer.Serialize(
            new
            {
                check.StartedAt,
                Outcome = SnakeCase.Write(check.Outcome),
                Steps = check.Steps.Select(step => new
                {
                    step.Key,
                    State = SnakeCase.Write(step.State),
                    Milliseconds = step.Took is { } time ? Milliseconds(time) : (double?)null,
                    step.Finding.What,
                    step.Finding.Advice,
                }),
            },
            Options);
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds);
}
