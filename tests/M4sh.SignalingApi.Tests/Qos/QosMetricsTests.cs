using System.Diagnostics.Metrics;
using M4sh.SignalingApi.Qos;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.SignalingApi.Tests.Qos;

public sealed class QosMetricsTests
{
    [Fact]
    public void Record_Sample_UsesTheUnitsOfTheNames()
    {
        using var services = new ServiceCollection().AddMetrics().AddSingleton<QosMetrics>().BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        Dictionary<string, double> recorded = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == factory)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            Assert.True(tags.IsEmpty);
            Assert.Null(instrument.Unit);
            recorded[instrument.Name] = value;
        });
        listener.Start();

        services.GetRequiredService<QosMetrics>().Record(new() { RttMs = 120, PacketLossPct = 2.5, JitterMs = 8 });

        Assert.Equal(3, recorded.Count);
        Assert.Equal(0.12, recorded["webrtc_qos_rtt_seconds"], 12);
        Assert.Equal(2.5, recorded["webrtc_qos_packet_loss_pct"], 12);
        Assert.Equal(0.008, recorded["webrtc_qos_jitter_seconds"], 12);
    }
}
