using System.Text.Json;
using M4sh.Client.Signaling;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Calls;

/// <content>What its peer in the page tells.</content>
public sealed partial class CallSide
{
    public Task CandidatesAsync(IReadOnlyList<RtcIceCandidateInit?> candidates) => GuardAsync(() =>
    {
        call.Mark(CallSteps.Candidate);
        return Negotiation.SendIceCandidatesAsync(candidates);
    });

    public Task ConnectionStateAsync(PeerConnectionState state, JsonElement? candidatePair) => GuardAsync(async () =>
    {
        State = state;
        CandidatePair = candidatePair ?? CandidatePair;
        call.StateChanged(this);
        await Signaling.SendConnectionStateAsync(new() { State = state, CandidatePair = candidatePair }, lifetime);
    });

    public Task FirstFrameAsync()
    {
        call.Mark(CallSteps.Frame(role));
        return Task.CompletedTask;
    }

    public Task StatsAsync(PeerStats stats)
    {
        Metrics.Add(stats);
        call.Measured();
        return Task.CompletedTask;
    }

    public Task PairsAsync(IReadOnlyList<CandidatePair> pairs)
    {
        Metrics.Pairs = pairs;
        call.Measured();
        return Task.CompletedTask;
    }

    public Task WindowAsync(PeerStats window)
    {
        Metrics.AddWindow(window);
        return window.ToSample(time.GetUtcNow()) is { } sample ? GuardAsync(() => SendAsync(sample)) : Task.CompletedTask;
    }

    private async Task SendAsync(QosSample sample)
    {
        try
        {
            await Signaling.SendQualityStatsAsync(sample, lifetime);
            SamplesSent++;
            call.Measured();
        }
        catch (SignalingException exception) when (exception.Code is ErrorCodes.Unavailable or ErrorCodes.SessionEnded)
        {
            // Telemetry may be lost while the connection is being made again or the call ends; a call is not given up for it.
        }
    }
}
