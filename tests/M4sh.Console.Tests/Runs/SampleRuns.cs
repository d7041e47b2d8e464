using M4sh.Console.Calls;
using M4sh.Console.Runs;
using M4sh.Console.Tests.Fakes;
using M4sh.Console.Verdicts;
using M4sh.Contracts.Ice;

namespace M4sh.Console.Tests.Runs;

/// <summary>Finished test calls to look at.</summary>
internal static class SampleRuns
{
    public static Guid Id(int number) => Guid.Parse($"01980000-0000-7000-8000-{number:x12}");

    public static CallReport Report(int number, double rtt = 40, string? problem = null)
    {
        PeerStats[] windows =
        [
            new() { RttMs = rtt, PacketLossPct = 0, PacketsLost = 0, PacketsExpected = 100, JitterMs = 4, FreezeCount = 0, CandidateType = IceCandidateType.Relay },
            new() { RttMs = rtt, PacketLossPct = 2, PacketsLost = 2, PacketsExpected = 100, JitterMs = 5, FreezeCount = 0 },
        ];
        var sides = new[] { "host", "guest" }.Select(side => SideMeasurement.Of(side, windows) with { Path = "host udp → host udp", Series = windows }).ToList();
        var steps = CallSteps.All.Select(step => step with { At = TimeSpan.FromSeconds(0.5) }).ToList();
        var started = FakeApi.Start.AddMinutes(number);
        return new(FakeApi.SessionId, started.AddSeconds(12), "mixed · any path", Judge.Of(LimitProfile.Lesson, TimeSpan.FromSeconds(0.5), sides, problem), steps, sides)
        {
            Id = Id(number),
            StartedAt = started,
            Network = new("direct", "As it is", null, null, null),
        };
    }

    public static TestRun Run(int number, double rtt = 40, string? problem = null, string profile = "lesson", string network = "direct", Guid? batch = null)
    {
        var report = Report(number, rtt, problem);
        return new()
        {
            Id = report.Id,
            StartedAt = report.StartedAt,
            Passed = report.Verdict.Passed,
            Problem = problem,
            Profile = profile,
            Network = network,
            SessionId = report.SessionId,
            BatchId = batch,
            SetupSeconds = report.Setup?.TotalSeconds,
            RttP95Ms = rtt,
            LossPct = 1,
            JitterP95Ms = 5,
            MosMedian = 4.3,
            Document = new() { Id = report.Id, Version = report.Version, Report = report.ToJson() },
        };
    }
}
