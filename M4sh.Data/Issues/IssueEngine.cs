using System.Text.Json;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos.Issues;
using M4sh.Contracts.Sessions;
using M4sh.Data.Sessions;

namespace M4sh.Data.Issues;

/// <summary>
/// Finds what was wrong with a call. A pure function of what is known of it: no clock, so the same call gives the same issues whoever asks and when,
/// and a sample that came late is only one sample more. What each issue means is in docs/issues.md.
/// </summary>
public sealed class IssueEngine
{
    private readonly List<CallIssue> _found = [];
    private readonly Dictionary<string, (CallSide Side, SampleIssues Samples, EventIssues Events)> _sides;
    private readonly SetupIssues _setup;
    private readonly IssueOptions _options;
    private bool _measured;
    private bool _ended;

    private IssueEngine(CallRecord call, IssueOptions options)
    {
        _options = options;
        _setup = new(options, _found);
        _sides = call.Participants.ToDictionary(
            participant => participant.UserId,
            participant => (new CallSide(participant), new SampleIssues(participant.UserId, options, _found), new EventIssues(participant.UserId, options, _found)));
    }

    /// <returns>The issues by when they began; those that still went on have no end.</returns>
    public static IReadOnlyList<CallIssue> Find(CallRecord call, IssueOptions options)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(options);
        var engine = new IssueEngine(call, options);
        engine.Run(call);
        return [.. engine._found.OrderBy(issue => issue.StartedAt).ThenBy(issue => issue.Type).ThenBy(issue => issue.UserId, StringComparer.Ordinal)];
    }

    private void Run(CallRecord call)
    {
        var rounds = ClientClocks.Correct(call).GroupBy(sample => sample.At).OrderBy(round => round.Key).ToList();
        var next = 0;
        foreach (var @event in call.Events.OrderBy(@event => @event.At))
        {
            // An event goes before the samples of its time.
            while (next < rounds.Count && rounds[next].Key < @event.At)
                Take(rounds[next++]);

            Take(@event);
            if (_ended)
                return;
        }

        while (next < rounds.Count)
            Take(rounds[next++]);
        foreach (var (_, samples, events) in _sides.Values)
        {
            samples.Leave();
            events.Leave();
        }
    }

    private void Take(IGrouping<DateTimeOffset, CallSample> round)
    {
        var at = round.Key;
        Expire(at);
        List<CallSample> samples = [.. Ordered(round.Where(sample => _sides.TryGetValue(sample.UserId, out var of) && !of.Side.HasLeft))];
        foreach (var sample in samples)
        {
            var (side, issues, _) = _sides[sample.UserId];
            side.Measure(at, sample.Sample, _options);
            issues.Take(at, sample.Sample, side, OtherOf(side));
            _measured = true;
        }

        foreach (var userId in samples.Select(sample => sample.UserId).Distinct())
        {
            var (side, issues, _) = _sides[userId];
            issues.Listen(at, side, OtherOf(side));
        }
    }

    private void Take(SessionEvent @event)
    {
        var at = @event.At;
        Expire(at);
        switch (@event.Type)
        {
            case SessionEventTypes.Connecting:
                _setup.Start(at);
                break;
            case SessionEventTypes.Connected:
                _setup.Connect(at);
                break;
            case SessionEventTypes.Ended:
                End(@event);
                break;
            default:
                if (@event.UserId is { } userId && _sides.TryGetValue(userId, out var of))
                    Take(@event, of.Side, of.Samples, of.Events);
                break;
        }
    }

    private static void Take(SessionEvent @event, CallSide side, SampleIssues samples, EventIssues events)
    {
        var at = @event.At;
        switch (@event.Type)
        {
            case SessionEventTypes.Joined:
                side.Join(at);
                break;
            case SessionEventTypes.Left:
                side.Leave();
                samples.Close(at);
                events.Close(at);
                break;
            case SessionEventTypes.Muted or SessionEventTypes.Unmuted:
                side.Mute(Text(@event, "kind"), @event.Type == SessionEventTypes.Muted, at);
                break;
            case SessionEventTypes.SignalingConnected or SessionEventTypes.SignalingDisconnected:
                events.Signaling(@event.Type == SessionEventTypes.SignalingConnected, at);
                break;
            case SessionEventTypes.ConnectionState:
                if (Text(@event, "state") is { } text && SnakeCase.TryRead<PeerConnectionState>(text, out var state))
                    events.Connection(state, at);
                break;
        }
    }

    private void End(SessionEvent @event)
    {
        _ended = true;
        var failedAt = _sides.Values.Min(side => side.Events.FailedAt);
        _setup.End(@event.At, Text(@event, "reason") == SnakeCase.Write(EndReason.IceFailed), failedAt, _measured);
        foreach (var (_, samples, events) in _sides.Values)
        {
            samples.Close(@event.At);
            events.Close(@event.At);
        }
    }

    private void Expire(DateTimeOffset at)
    {
        foreach (var (_, samples, events) in _sides.Values)
        {
            samples.Expire(at);
            events.Expire(at);
        }
    }

    // So that it does not matter in which order the samples of one time were read.
    private static IOrderedEnumerable<CallSample> Ordered(IEnumerable<CallSample> samples) => samples
        .OrderBy(sample => sample.UserId, StringComparer.Ordinal)
        .ThenBy(sample => sample.Sample.Kind)
        .ThenBy(sample => sample.Sample.Direction)
        .ThenBy(sample => sample.Sample.Id, StringComparer.Ordinal)
        .ThenBy(sample => (sample.Sample.RttMs, sample.Sample.PacketLossPct, sample.Sample.JitterMs))
        .ThenBy(sample => (sample.Sample.BitrateKbps, sample.Sample.FreezeCount, sample.Sample.CandidateType));

    private CallSide? OtherOf(CallSide side) => _sides.Values.Select(of => of.Side).FirstOrDefault(other => other != side && other.IsPresent);

    private static string? Text(SessionEvent @event, string member) =>
        @event.Data is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
