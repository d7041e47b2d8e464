using System.Globalization;
using System.Net;
using System.Net.Sockets;
using M4sh.Console.Components.Sessions;
using M4sh.Contracts.Ice;
using static M4sh.Console.Readiness.ReadinessFinding;

namespace M4sh.Console.Readiness;

/// <summary>What a reading means: one cause for each failure, and what to do.</summary>
public static class ReadinessJudge
{
    // Of 255. A covered or switched-off camera gives near black without any structure; noise alone is below 3.
    private const double Black = 16;
    private const double Flat = 4;

    // A real camera's noise, and any picture that moves, is above it.
    private const double Still = 0.05;

    // -40 dB of full scale: speech at arm's length is well above it.
    private const double Quiet = 0.01;

    private const double GoodKbps = 2_500;
    private const double EnoughKbps = 500;
    private const double GoodLossPct = 1;
    private const double EnoughLossPct = 3;

    public static ReadinessFinding Of(ReachReading reading, string address) => reading switch
    {
        { IsJoined: true } => Passed("Joined a session."),
        { IsOpen: true, CloseCode: { } code } => Failed(
            $"The API closed the connection with code {code}.", "Look the code up in the contract's table of close codes, and at the API's health on the overview."),
        { IsOpen: true } => Failed("The connection opened, and the API did not answer the join.", "Look at the API's health on the overview."),
        { IsReachable: true } => Failed(
            $"This browser reaches {address} by HTTP, but no WebSocket to it opens.",
            "Let WebSockets pass (a proxy or a filter often does not), and see that Cors:Origins of the API lists the console's address."),
        _ => Failed($"This browser does not reach {address}.", "Check the network, a firewall, and that WebRtc:PublicUrl of the API is an address that browsers reach."),
    };

    public static ReadinessFinding Of(CameraReading reading) => reading switch
    {
        { Error: { } error } => Device("camera", error),
        { Frames: 0 } => Failed("The camera is open, but gives no picture.", "Unplug it and plug it in again, or choose another camera in the browser's settings."),
        _ when reading.Brightness < Black && reading.Contrast < Flat => Failed(
            $"The picture is black, {Size(reading)}.", "Open the camera's cover or switch, and light the room."),
        _ when reading.Change < Still => Failed(
            $"The picture stands still, {Size(reading)}.", "Unplug the camera and plug it in again; a virtual camera must have something to show."),
        _ when reading.Width < 640 => Warned($"A small picture, {Size(reading)}.", "It will do for 240p; choose a better camera for lessons."),
        _ => Passed($"{Size(reading)}, {reading.Frames / 2} frames/s."),
    };

    public static ReadinessFinding Of(MicrophoneReading reading) => reading switch
    {
        { Error: { } error } => Device("microphone", error),
        { IsMuted: true } => Failed("The microphone is muted by the system.", "Unmute it in the system's sound settings, or by the switch on the headset."),
        { Peak: 0 } => Failed("Not a single sound, not even noise.", "Unmute the microphone, or choose another one in the browser's settings."),
        { Peak: < Quiet } => Warned($"Very quiet: {Decibels(reading.Peak)}.", "Speak while the check runs; raise the level in the system's sound settings."),
        _ => Passed($"Loudest {Decibels(reading.Peak)}."),
    };

    public static ReadinessFinding Of(IReadOnlyList<StunReading> readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var dead = readings.Where(reading => !reading.IsAnswered).Select(reading => reading.Server).ToArray();
        return readings.Count == 0 ? Warned("The API hands out no STUN server.", "Set WebRtc:StunServers of the API.")
            : dead.Length == 0 ? Passed($"{readings.Count} of {readings.Count} answered.")
            : dead.Length < readings.Count ? Warned($"{string.Join(", ", dead)} did not answer.", "One that answers will do; take the others out of WebRtc:StunServers if they are dead for all.")
            : Failed("No STUN server answers: UDP does not leave this network.", "Let UDP out to the servers, or calls need TURN over TCP or TLS.");
    }

    /// <param name="reading">Null: the API hands out no such server.</param>
    /// <param name="isExpected">A server without it is not whole.</param>
    public static ReadinessFinding Of(TurnReading? reading, bool isExpected) => reading switch
    {
        null when isExpected => Warned("Not offered: the API hands out no such server.", "Set TURN_SERVER_URL and TURN_SECRET of the API, or start coturn."),
        null => Skipped("Not offered."),
        { IsRelayed: true } => Passed($"Gave an address after {reading.Milliseconds.ToString("0", CultureInfo.InvariantCulture)} ms."),
        { Reason: IceFailureReason.TurnUnauthorized } => Failed(
            $"{Sentence(IceFailureText.Of(IceFailureReason.TurnUnauthorized))} (error {reading.Code}).", "Give API and TURN server the same secret, and set both clocks."),
        { Reason: IceFailureReason.TurnUnreachable } => Failed(
            $"{Sentence(IceFailureText.Of(IceFailureReason.TurnUnreachable))}.", "See that the server runs, and let this network reach its port."),
        _ => Failed(
            reading.Code is { } code ? $"The TURN server gave no address (error {code})." : "The TURN server gave no address.",
            "See that it has free ports, and look at its log."),
    };

    public static ReadinessFinding Of(NatType nat) => nat switch
    {
        NatType.Open => Passed("None: this machine is seen as it is."),
        NatType.Cone => Passed("Cone: direct paths work with most others."),
        NatType.Symmetric => Warned("Symmetric: an address of its own for every destination.", "Direct paths fail with many others; see that TURN passes."),
        NatType.RelayOnly => Warned("Only the relay answers.", "UDP is filtered; calls work as long as TURN does."),
        NatType.Blocked => Failed("Nothing answers over UDP.", "Let UDP out, or offer TURN over TCP or TLS."),
        _ => Skipped("Not known: it takes two STUN servers that answer, and a browser that shows its addresses (it does once camera or microphone are allowed)."),
    };

    public static ReadinessFinding Addresses(IReadOnlyList<string?> addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        var known = addresses.Select(text => IPAddress.TryParse(text, out var address) ? address : null).OfType<IPAddress>().ToArray();
        var six = known.Any(address => address.AddressFamily == AddressFamily.InterNetworkV6 && IsGlobal(address));
        var four = known.Any(address => address.AddressFamily == AddressFamily.InterNetwork);
        return (six, four) switch
        {
            (true, true) => Passed("IPv6 and IPv4."),
            (true, false) => Warned("IPv6 only.", "See that STUN, TURN and API have IPv6 addresses too."),
            (false, true) => Skipped("This network has no IPv6; calls take IPv4."),
            _ => Skipped("Not known: the browser hides its addresses until camera or microphone are allowed."),
        };
    }

    public static ReadinessFinding Of(RelayReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        if (!reading.IsConnected)
        {
            return Failed("Two connections of this browser found no way to each other through the relay.", "See that the TURN server may relay to its own address, and that its relay ports are open.");
        }

        var what = string.Create(
            CultureInfo.InvariantCulture,
            $"{reading.Kbps / 1000:0.0} Mbit/s of at most 5, {reading.LossPct:0.0} % of {reading.Sent} packets lost, round trip {reading.RttMs ?? 0:0} ms, connected after {reading.ConnectMilliseconds:0} ms.");
        return reading switch
        {
            { LossPct: >= EnoughLossPct } => Failed(what, "Too much is lost for a call: take a cable, or a nearer TURN server."),
            { Kbps: < EnoughKbps } => Failed(what, "Too little for a picture: close what else uses the line, or take a nearer TURN server."),
            { LossPct: >= GoodLossPct } => Warned(what, "Sound will break up now and then: take a cable, or a better Wi-Fi."),
            { Kbps: < GoodKbps } => Warned(what, "Not enough for 720p: close what else uses the line."),
            _ => Passed(what),
        };
    }

    // https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia
    private static ReadinessFinding Device(string device, string error) => error switch
    {
        "NotAllowedError" => Failed($"The browser may not use the {device}: denied.", $"Allow the {device} for this page in the browser's address bar, and in the system's privacy settings."),
        "NotFoundError" => Failed($"There is no {device}.", $"Connect a {device}."),
        "NotReadableError" => Failed($"The {device} is in use by another program.", "Close that program."),
        "InsecureContext" => Failed($"The browser gives the {device} only to pages on https or localhost.", "Open the console so."),
        _ => Failed($"The {device} failed: {error}.", "Check it in the browser's and the system's settings."),
    };

    private static bool IsGlobal(IPAddress address) => (address.GetAddressBytes()[0] & 0xE0) == 0x20;

    private static string Size(CameraReading reading) => $"{reading.Width} × {reading.Height}";

    private static string Decibels(double level) => $"{(20 * Math.Log10(level)).ToString("0", CultureInfo.InvariantCulture)} dB";

    private static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}";
}
