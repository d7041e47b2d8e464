using CsCheck;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Qos.Issues;
using M4sh.Data.Issues;
using M4sh.Data.Sessions;

namespace M4sh.QosWorker.Tests.Issues;

public sealed class IssueEngineTests
{
    private static readonly IssueOptions Options = new();
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Recordings() => [.. Recording.Names];

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Find_RecordedCall_FindsWhatIsWrongWithIt(string name)
    {
        var recording = Recording.Read(name);

        var found = IssueEngine.Find(recording.Call, Options);

        Assert.Equal(
            recording.Issues.Select(issue => issue.ToJsonString()),
            found.Select((issue, i) => Recording.Describe(issue, i < recording.Issues.Count ? recording.Issues[i] : null)));
    }

    [Fact]
    public void Recordings_All_ShowEveryIssue() => Assert.Equal(
        Enum.GetValues<IssueType>(),
        Recording.Names.SelectMany(name => IssueEngine.Find(Recording.Read(name).Call, Options)).Select(issue => issue.Type).Distinct().Order());

    [Fact]
    public void Find_SamplesInAnyOrder_FindsTheSame() => Gen.Shuffle(Recording.Read("packet_loss").Call.Samples.ToArray()).Sample(samples =>
    {
        var call = Recording.Read("packet_loss").Call;
        Assert.Equivalent(IssueEngine.Find(call, Options), IssueEngine.Find(call with { Samples = samples }, Options), strict: true);
    }, iter: 20);

    [Fact]
    public void Find_AnySamples_GivesIssuesThatBeginAtASampleDoNotOverlapAndMeanSomething() =>
        Gen.Select(Gen.Double[0, 600], Gen.Int[1, 8_000]).Array[0, 80].Sample(values =>
        {
            var at = Start;
            List<CallSample> samples = [];
            foreach (var (rtt, milliseconds) in values)
                samples.Add(new("ada", at = at.AddMilliseconds(milliseconds), new() { RttMs = rtt, PacketLossPct = 0, JitterMs = 0 }));

            var found = IssueEngine.Find(new([new("ada")], [], samples), Options);

            Assert.All(found, issue =>
            {
                Assert.Equal(IssueType.HighRtt, issue.Type);
                Assert.Contains(samples, sample => sample.At == issue.StartedAt && sample.Sample.RttMs >= 200);
                Assert.True(issue.Evidence.Samples >= Options.RaiseAfter);
                Assert.InRange(issue.Evidence.Avg, 200, issue.Evidence.Worst + 0.001);
                Assert.True(issue.EndedAt is null || issue.EndedAt > issue.StartedAt);
            });
            for (var i = 1; i < found.Count; i++)
                Assert.True(found[i - 1].EndedAt <= found[i].StartedAt);
        });

    [Fact]
    public void Find_MoreOfTheSame_NeverHidesWhatWasFound() => Gen.Select(Gen.Bool.Array[3, 60], Gen.Int[1, 59]).Sample((bad, cut) =>
    {
        var samples = bad.Select((isBad, i) => new CallSample("ada", Start.AddSeconds(5 * i), new QosSample { RttMs = isBad ? 300 : 50, PacketLossPct = 0, JitterMs = 0 })).ToList();
        var before = IssueEngine.Find(new([new("ada")], [], samples[..Math.Min(cut, samples.Count)]), Options);
        var after = IssueEngine.Find(new([new("ada")], [], samples), Options);
        Assert.All(before, issue => Assert.Contains(after, later => later.StartedAt == issue.StartedAt && (issue.EndedAt is null || later.EndedAt == issue.EndedAt)));
    });

    [Theory]
    [InlineData(-3)]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(11)]
    public void Find_ClockOff_FindsTheSameWithinTheCall(int minutes)
    {
        var call = CallOf(Start.AddSeconds(5), Start.AddMinutes(10), TimeSpan.FromMinutes(minutes));

        var issue = Assert.Single(IssueEngine.Find(call, Options));

        Assert.Equal((IssueType.HighRtt, "ada"), (issue.Type, issue.UserId));
        Assert.Equal(TimeSpan.FromMinutes(2), issue.EndedAt - issue.StartedAt);
        if (minutes >= 0)
            Assert.InRange(issue.StartedAt, Start.AddMinutes(4).AddSeconds(-10), Start.AddMinutes(4).AddSeconds(10));
    }

    [Fact]
    public void Find_ClientThatGoesOnAfterItLeft_IsNotHeard() =>
        Assert.Empty(IssueEngine.Find(CallOf(Start.AddSeconds(5), Start.AddMinutes(3), TimeSpan.Zero), Options));

    [Fact]
    public void Find_StrangersAndBadEvents_AreIgnored()
    {
        var samples = Enumerable.Range(0, 10).Select(i => new CallSample("eve", Start.AddSeconds(5 * i), new() { RttMs = 900, PacketLossPct = 50, JitterMs = 500 })).ToList();
        Assert.Empty(IssueEngine.Find(new([new("ada")], [new() { At = Start, Type = "connection_state", UserId = "ada" }], samples), Options));
    }

    // Ten minutes of samples, the fourth and the fifth slow.
    private static CallRecord CallOf(DateTimeOffset first, DateTimeOffset end, TimeSpan ahead) => new(
        [new("ada"), new("bob")],
        [
            new() { At = Start, Type = SessionEventTypes.Joined, UserId = "ada" },
            new() { At = Start, Type = SessionEventTypes.Joined, UserId = "bob" },
            new() { At = end, Type = SessionEventTypes.Ended },
        ],
        [.. Enumerable.Range(0, 119).Select(i => new CallSample(
            "ada", first.AddSeconds(5 * i) + ahead, new() { RttMs = i is >= 47 and < 71 ? 300 : 50, PacketLossPct = 0, JitterMs = 0 }))]);
}
