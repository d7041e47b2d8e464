using M4sh.Console.Calls;
using M4sh.Console.Components.Common;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Invites;

/// <summary>What the host knows of the guest, and what to do about it.</summary>
/// <param name="Words">In a few words.</param>
/// <param name="Tone">How it is coloured.</param>
/// <param name="Advice">What to do, or to wait for.</param>
public sealed record GuestText(string Words, StatusTone Tone, string Advice)
{
    public static GuestText Of(OtherPresence guest, PeerConnectionState media, bool isWithdrawn = false) => (guest, media) switch
    {
        (OtherPresence.Never, _) when isWithdrawn => new("link withdrawn", StatusTone.Quiet, "Nobody can come in. Make a new link to let a guest in."),
        (OtherPresence.Left or OtherPresence.Away, _) when isWithdrawn => new(
            "guest removed", StatusTone.Quiet, "The guest is out of the call and cannot come back. Make a new link to let a guest in again."),
        (OtherPresence.Never, _) => new("waiting for guest", StatusTone.Busy, "Open the link on the other device, or scan the code with its camera."),
        (OtherPresence.Left, _) => new(
            "guest gone", StatusTone.Warning, "The guest hung up or closed the page. The same browser may open the link again; for another one make a new link."),
        (OtherPresence.Away, _) => new(
            "guest gone", StatusTone.Warning, "The guest's connection is lost. It comes back by itself within half a minute; if not, open the link there again."),
        (_, PeerConnectionState.Failed or PeerConnectionState.Disconnected) => new(
            "guest here, no media", StatusTone.Warning, "Sound and picture stopped: the guest's network changed, or it blocks them. New paths are tried; if none is found, reload the guest's page."),
        (_, PeerConnectionState.Connected) => new("guest here", StatusTone.Good, "You are connected."),
        _ => new("guest here", StatusTone.Busy, "Connecting…"),
    };
}
