using System.Globalization;
using M4sh.Console.Calls;
using M4sh.Console.Network;

namespace M4sh.Console.Components.Calls;

/// <summary>A call's plan in words.</summary>
public static class PlanText
{
    public static string Of(CallPlan plan) => string.Join(
        " · ",
        plan.Transports.Key,
        Of(plan.EffectivePath),
        plan.Media.Source == MediaSource.Synthetic ? "synthetic" : "camera",
        $"{Of(plan.Media.Codec)} {plan.Media.Size.Width} × {plan.Media.Size.Height}",
        Of(plan.Duration),
        $"network: {plan.Network.Title}");

    public static string Of(CallPath path) => path switch
    {
        CallPath.Any => "any path",
        CallPath.Relay => "relay only",
        _ => "TCP only",
    };

    public static string Of(VideoCodec codec) => codec == VideoCodec.H264 ? "H.264" : codec.ToString().ToUpperInvariant();

    public static string Of(TimeSpan? duration) => duration switch
    {
        null => "until hang up",
        { TotalSeconds: <= 60 } => $"{duration.Value.TotalSeconds:0} s",
        _ => $"{duration.Value.TotalMinutes:0} min",
    };

    public static string Seconds(TimeSpan? duration) => duration?.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) ?? "";

    public static string Of(LinkConditions link) => string.Create(CultureInfo.InvariantCulture,
        $"{link.Delay.TotalMilliseconds:0} ± {link.Jitter.TotalMilliseconds:0} ms, {link.LossPct:0.##} % lost, {(link.RateKbps is { } rate ? $"{rate} kbit/s" : "any rate")}");

    public static string NetworkNote(NetworkPreset network) => network switch
    {
        { DropsSignalingAfter: { } after } => $"{after.TotalSeconds:0} s after the call is up, the signaling of both is cut; it comes back by itself.",
        { IsTcpOnly: true } => "Media goes through the TURN server, which the browser reaches over TCP.",
        { Conditions: { } conditions } =>
            $"Media goes through a UDP relay in the console, {(conditions.HostToGuest == conditions.GuestToHost ? $"each way: {Of(conditions.HostToGuest)}" : $"host to guest: {Of(conditions.HostToGuest)}; guest to host: {Of(conditions.GuestToHost)}")}. "
            + "The browser must reach the console by UDP: the same machine, or the address in Network:Address.",
        _ => "The peers find each other themselves.",
    };
}
