using M4sh.Console.Calls;
using M4sh.Console.Network;
using M4sh.Console.Runs;
using M4sh.Console.Verdicts;
using Microsoft.AspNetCore.Components;

namespace M4sh.Console.Components.Calls;

/// <summary>What the next call is to be like.</summary>
public sealed partial class CallSetup
{
    private static readonly TimeSpan?[] Durations =
    [
        null, BatchPlan.DefaultDuration, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30),
    ];

    [Parameter, EditorRequired]
    public CallPlan Plan { get; set; } = new();

    [Parameter]
    public EventCallback<CallPlan> PlanChanged { get; set; }

    [Parameter]
    public bool Disabled { get; set; }

    private Task ChangeAsync(CallPlan plan) => PlanChanged.InvokeAsync(plan);

    private Task ChangePathAsync(ChangeEventArgs change) => ChangeAsync(Plan with { Path = Read<CallPath>(change) });

    private Task ChangeSourceAsync(ChangeEventArgs change) => ChangeAsync(Plan with { Media = Plan.Media with { Source = Read<MediaSource>(change) } });

    private Task ChangeCodecAsync(ChangeEventArgs change) => ChangeAsync(Plan with { Media = Plan.Media with { Codec = Read<VideoCodec>(change) } });

    private Task ChangeSizeAsync(ChangeEventArgs change) =>
        ChangeAsync(Plan with { Media = Plan.Media with { Size = VideoSize.All.First(size => size.Key == (string?)change.Value) } });

    private Task ChangeDurationAsync(ChangeEventArgs change) =>
        ChangeAsync(Plan with { Duration = Durations.First(duration => PlanText.Seconds(duration) == (string?)change.Value) });

    private Task ChangeNetworkAsync(ChangeEventArgs change) => ChangeAsync(Plan with
    {
        Network = NetworkPreset.All.FirstOrDefault(preset => preset.Key == (string?)change.Value)
            ?? NetworkPreset.Own(Plan.Network.Conditions ?? NetworkConditions.Clear),
    });

    private Task ChangeLimitsAsync(ChangeEventArgs change) =>
        ChangeAsync(Plan with { Limits = LimitProfile.All.First(limits => limits.Key == (string?)change.Value) });

    private Task ChangeOwnAsync(NetworkConditions conditions) => ChangeAsync(Plan with { Network = NetworkPreset.Own(conditions) });

    private static T Read<T>(ChangeEventArgs change)
        where T : struct, Enum => Enum.Parse<T>((string?)change.Value ?? "");
}
