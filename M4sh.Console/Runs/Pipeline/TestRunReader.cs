using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using M4sh.Console.Calls;
using M4sh.Console.Network;
using M4sh.Console.Verdicts;
using M4sh.Contracts.Json;

namespace M4sh.Console.Runs.Pipeline;

/// <summary>Reads what a pipeline asks for, and says all that is wrong with it, by member.</summary>
public sealed class TestRunReader
{
    private static readonly JsonSerializerOptions Json = CreateJson();

    private readonly SortedDictionary<string, IReadOnlyList<string>> _errors = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors => _errors;

    /// <param name="json">The body; none is <c>{}</c>.</param>
    /// <returns>Null: there are errors.</returns>
    public BatchPlan? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var request = json.IsEmpty ? new() : JsonSerializer.Deserialize<TestRunRequest>(json, Json);
            return request is null ? Refuse("body", "must be an object") : Read(request);
        }
        catch (JsonException exception)
        {
            return Refuse(exception.Path is { Length: > 2 } path ? path[2..] : "body", "is not valid");
        }
    }

    private BatchPlan? Read(TestRunRequest request)
    {
        var count = request.Count ?? 1;
        Check(count is >= 1 and <= BatchPlan.MaxCount, "count", $"must be 1 to {BatchPlan.MaxCount}");
        var seconds = request.DurationSeconds ?? BatchPlan.DefaultDuration.TotalSeconds;
        var inRange = seconds >= BatchPlan.MinDuration.TotalSeconds && seconds <= BatchPlan.MaxDuration.TotalSeconds;
        Check(inRange, "duration_seconds", $"must be {BatchPlan.MinDuration.TotalSeconds} to {BatchPlan.MaxDuration.TotalSeconds}");
        Check(request.Note is not { Length: > TestRun.MaxNote }, "note", $"must have at most {TestRun.MaxNote} characters");
        Check(request.Note?.Contains('\0', StringComparison.Ordinal) != true, "note", "must not hold U+0000");
        var call = new CallPlan
        {
            Duration = inRange ? TimeSpan.FromSeconds(seconds) : BatchPlan.DefaultDuration,
            Limits = OneOf("profile", request.Profile, LimitProfile.All, limits => limits.Key, LimitProfile.Lesson),
            Network = OneOf("network", request.Network, NetworkPreset.All, network => network.Key, NetworkPreset.Direct),
            Transports = OneOf("transport", request.Transport, CallTransports.All, transports => transports.Key, CallTransports.Mixed),
            Path = OneOf("path", request.Path, Enum.GetValues<CallPath>(), path => SnakeCase.Write(path), CallPath.Any),
            Media = new()
            {
                Codec = OneOf("codec", request.Codec, Enum.GetValues<VideoCodec>(), codec => SnakeCase.Write(codec), VideoCodec.Vp8),
                Size = OneOf("size", request.Size, VideoSize.All, size => size.Key, VideoSize.Small),
            },
        };
        return _errors.Count > 0 ? null : new(call, count, string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim());
    }

    private T OneOf<T>(string member, string? given, IEnumerable<T> all, Func<T, string> keyOf, T usual)
    {
        if (given is null)
        {
            return usual;
        }

        var known = all.ToDictionary(keyOf);
        Check(known.ContainsKey(given), member, $"must be one of {string.Join(", ", known.Keys)}");
        return known.GetValueOrDefault(given, usual);
    }

    private BatchPlan? Refuse(string member, string text)
    {
        Check(false, member, text);
        return null;
    }

    private void Check(bool holds, string member, string text)
    {
        if (!holds)
        {
            _errors[member] = _errors.TryGetValue(member, out var texts) ? [.. texts, text] : [text];
        }
    }

    private static JsonSerializerOptions CreateJson()
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        M4shJson.Configure(options);
        return options;
    }
}
