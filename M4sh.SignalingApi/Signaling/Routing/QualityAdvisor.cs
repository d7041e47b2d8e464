using M4sh.Contracts.Qos;

namespace M4sh.SignalingApi.Signaling.Routing;

/// <summary>
/// When a recommendation is sent (PROTOCOL §7): down at once, up after three better samples in a row, when it changes, and again
/// after 30 s. Not for concurrent use.
/// </summary>
internal sealed class QualityAdvisor
{
    public const int SamplesToRise = 3;
    public static readonly TimeSpan Repeat = TimeSpan.FromSeconds(30);

    private QualityLevel? _level;
    private QualityLevel _worstOfBetter;
    private int _better;
    private DateTimeOffset _sentAt;

    /// <returns>The level to recommend now; null when there is nothing to say.</returns>
    public QualityLevel? Advise(QualityLevel sample, DateTimeOffset now)
    {
        var before = _level;
        Take(sample);
        if (_level == before && now - _sentAt < Repeat)
            return null;

        _sentAt = now;
        return _level;
    }

    // Levels are ordered from best to worst.
    private void Take(QualityLevel sample)
    {
        if (_level is null || sample >= _level)
        {
            _level = sample;
            _better = 0;
            return;
        }

        _worstOfBetter = _better == 0 || sample > _worstOfBetter ? sample : _worstOfBetter;
        if (++_better < SamplesToRise)
            return;

        _level = _worstOfBetter;
        _better = 0;
    }
}
