using M4sh.Contracts.Ice;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Qos.Issues;

namespace M4sh.Data.Issues;

/// <summary>The issues that a participant's samples tell of.</summary>
internal sealed class SampleIssues
{
    // Either it is so, or it is not.
    private static readonly IssueThreshold Yes = new() { Raise = 1, Clear = 1, Critical = double.PositiveInfinity };

    private readonly IssueOptions _options;
    private readonly SampleIssue _rtt;
    private readonly SampleIssue _loss;
    private readonly SampleIssue _jitter;
    private readonly SampleIssue _bitrate;
    private readonly SampleIssue _freeze;
    private readonly SampleIssue _relay;
    private readonly SampleIssue _oneWay;
    private readonly SampleIssue _noMedia;
    private readonly SampleIssue[] _all;

    public SampleIssues(string userId, IssueOptions options, List<CallIssue> found)
    {
        _options = options;
        SampleIssue Create(IssueRule rule) => new(userId, rule, options.StreamGap, found);
        SampleIssue Of(IssueType type, string metric, IssueThreshold threshold, IssueSeverity severity = IssueSeverity.Warning, bool lowerIsWorse = false) =>
            Create(new(type, metric, threshold, options.RaiseAfter, options.ClearAfter) { Severity = severity, LowerIsWorse = lowerIsWorse });

        var silence = new IssueThreshold { Raise = options.SilenceAfter.TotalSeconds, Critical = double.PositiveInfinity };
        _all =
        [
            _rtt = Of(IssueType.HighRtt, "rtt_ms", options.HighRtt),
            _loss = Of(IssueType.PacketLoss, "packet_loss_pct", options.PacketLoss),
            _jitter = Of(IssueType.Jitter, "jitter_ms", options.Jitter),
            _bitrate = Of(IssueType.LowBitrate, "bitrate_kbps", options.LowBitrate, lowerIsWorse: true),
            _freeze = Create(new(IssueType.VideoFreeze, "freeze_count", options.VideoFreeze, options.FreezesToRaise, options.ClearAfter)),
            _relay = Of(IssueType.RelayOnly, "candidate_type", Yes, IssueSeverity.Info),
            _oneWay = Of(IssueType.OneWayAudio, "silent_seconds", silence, IssueSeverity.Critical),
            _noMedia = Of(IssueType.NoMedia, "silent_seconds", silence, IssueSeverity.Critical),
        ];
    }

    public void Take(DateTimeOffset at, QosSample sample, CallSide own, CallSide? other)
    {
        var direction = sample.Direction ?? StreamDirection.Outbound;
        var stream = sample.Kind is { } kind ? $"{SnakeCase.Write(kind)}_{SnakeCase.Write(direction)}" : SnakeCase.Write(direction);
        _rtt.Take(stream, at, sample.RttMs);
        _loss.Take(stream, at, sample.PacketLossPct);
        _jitter.Take(stream, at, sample.JitterMs);
        if (sample.CandidateType is { } candidate)
            _relay.Take(stream, at, candidate == IceCandidateType.Relay ? 1 : 0);

        if (sample.Kind != MediaKind.Video)
            return;

        // A muted picture is meant to stand still.
        var inbound = direction == StreamDirection.Inbound;
        if ((inbound ? other : own) is { VideoMuted: true })
        {
            _bitrate.Forget(stream, at);
            _freeze.Forget(stream, at);
            return;
        }

        if (sample.BitrateKbps is { } bitrate)
            _bitrate.Take(stream, at, bitrate);
        if (inbound && sample.FreezeCount is { } freezes)
            _freeze.Take(stream, at, freezes);
    }

    /// <summary>What was to be heard and seen at a time, once all samples of that time are taken.</summary>
    public void Listen(DateTimeOffset at, CallSide own, CallSide? other)
    {
        if (!own.TellsStreams || other is null)
            return;

        DateTimeOffset[] begins = [own.MeasuresSince, own.PresentSince, other.PresentSince, other.UnmutedAt];
        var since = begins.Max();
        if (at - since < _options.SilenceAfter)
            return;

        bool Recent(DateTimeOffset? time) => at - time < _options.SilenceAfter;
        double Silent(DateTimeOffset? time) => (at - (time > since ? time.Value : since)).TotalSeconds;
        _oneWay.Take("", at, Silent(own.HeardAt), Recent(own.HeardAt) ? SampleVerdict.For
            : other.SendsAudio && Recent(other.HeardAt) ? SampleVerdict.Against
            : SampleVerdict.Neither);
        _noMedia.Take("", at, Silent(own.ReceivedAt), Recent(own.ReceivedAt) ? SampleVerdict.For
            : other.AudioMuted && other.VideoMuted ? SampleVerdict.Neither
            : SampleVerdict.Against);
    }

    public void Expire(DateTimeOffset at) => Array.ForEach(_all, issue => issue.Expire(at));

    public void Close(DateTimeOffset at) => Array.ForEach(_all, issue => issue.Close(at));

    public void Leave() => Array.ForEach(_all, issue => issue.Leave());
}
