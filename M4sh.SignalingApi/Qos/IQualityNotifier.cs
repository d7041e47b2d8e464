using M4sh.Contracts.Qos;

namespace M4sh.SignalingApi.Qos;

/// <summary>Brings samples to those whom they concern, on any replica: who sends the stream that they are about is to change it.</summary>
public interface IQualityNotifier
{
    /// <summary>Never fails.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="userId">Who measured.</param>
    /// <param name="samples">What was stored and is no resend.</param>
    Task SampledAsync(Guid sessionId, string userId, IReadOnlyList<QosSample> samples);
}
