using System.Diagnostics.Metrics;
using M4sh.Data.Qos;
using M4sh.SignalingApi.Qos;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.SignalingApi.Tests.Qos;

public sealed class QosMetricsTests
{
    [Fact]
    public void Record_Sample_UsesTheUnitsOfTheNames()
    {
        using var services = new ServiceCollection().AddMetrics().AddSingleton<QosQueue>().AddSingleton<QosMetrics>().BuildServiceProvider();
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

    [Fact]
    public void Observe_SamplesWait_TellsHowManyOfHowMany()
    {
        using var services = new ServiceCollection().AddMetrics().AddSingleton<QosQueue>().AddSingleton<QosMetrics>()
            .Configure<QosOptions>(options => options.QueueLimit = 300).BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        services.GetRequiredService<QosMetrics>();
        var row = new QosRow(Guid.CreateVersion7(), "ada", TimeProvider.System.GetUtcNow(), new() { RttMs = 1, PacketLossPct = 0, JitterMs = 1 });
        services.GetRequiredService<QosQueue>().Add(new(new(row.SessionId, row.UserId), [row, row], CancellationToken.None));
        Dictionary<string, int> observed = [];
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
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => observed[instrument.Name] = value);
        listener.Start();

        listener.RecordObservableInstruments();

        Assert.Equal(new() { ["webrtc_qos_samples_waiting"] = 2, ["webrtc_qos_samples_waiting_limit"] = 300 }, observed);
    }
}
