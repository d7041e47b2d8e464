using M4sh.Contracts.Qos;

namespace M4sh.Data.Issues;

/// <summary>What is known of a participant at a moment of the call.</summary>
internal sealed class CallSide(CallParticipant participant)
{
    public string UserId => participant.UserId;

    public bool SendsAudio => participant.SendsAudio && !AudioMuted;

    public bool IsPresent { get; private set; }

    /// <summary>It left and has not come back: what it measures then says nothing of the call.</summary>
    public bool HasLeft { get; private set; }

    public DateTimeOffset PresentSince { get; private set; }

    public bool AudioMuted { get; private set; }

    public bool VideoMuted { get; private set; }

    public DateTimeOffset UnmutedAt { get; private set; }

    /// <summary>Its samples tell streams apart, so that one can be missed.</summary>
    public bool TellsStreams { get; private set; }

    /// <summary>Since when it has been measuring without a break.</summary>
    public DateTimeOffset MeasuresSince { get; private set; }

    public DateTimeOffset? HeardAt { get; private set; }

    public DateTimeOffset? ReceivedAt { get; private set; }

    private DateTimeOffset? MeasuredAt { get; set; }

    public void Join(DateTimeOffset at)
    {
        (IsPresent, HasLeft, PresentSince, AudioMuted, VideoMuted) = (true, false, at, false, false);
        Forget();
    }

    public void Leave() => (IsPresent, HasLeft) = (false, true);

    public void Mute(string? kind, bool muted, DateTimeOffset at)
    {
        if (kind == "audio")
            AudioMuted = muted;
        else if (kind == "video")
            VideoMuted = muted;

        if (!muted)
            UnmutedAt = at;
    }

    public void Measure(DateTimeOffset at, QosSample sample, IssueOptions options)
    {
        if (MeasuredAt is null || at - MeasuredAt > options.StreamGap)
        {
            Forget();
            MeasuresSince = at;
        }

        MeasuredAt = at;
        TellsStreams |= sample.Kind is not null;
        if (sample.Direction != StreamDirection.Inbound || sample.BitrateKbps < options.FlowKbps)
            return;

        ReceivedAt = at;
        if (sample.Kind != MediaKind.Video)
            HeardAt = at;
    }

    private void Forget() => (MeasuredAt, HeardAt, ReceivedAt, TellsStreams) = (null, null, null, false);
}
