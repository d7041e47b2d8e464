using M4sh.Console.Calls;
using M4sh.Console.Invites;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Tests.Invites;

public sealed class GuestTextTests
{
    [Theory]
    [InlineData(OtherPresence.Never, PeerConnectionState.New, "waiting for guest")]
    [InlineData(OtherPresence.Here, PeerConnectionState.Connecting, "guest here")]
    [InlineData(OtherPresence.Here, PeerConnectionState.Connected, "guest here")]
    [InlineData(OtherPresence.Here, PeerConnectionState.Failed, "guest here, no media")]
    [InlineData(OtherPresence.Away, PeerConnectionState.Connected, "guest gone")]
    [InlineData(OtherPresence.Left, PeerConnectionState.Closed, "guest gone")]
    public void Words_OfWhereTheGuestIs_SayItAndWhatToDo(OtherPresence guest, PeerConnectionState media, string words)
    {
        var text = GuestText.Of(guest, media);

        Assert.Equal(words, text.Words);
        Assert.NotEmpty(text.Advice);
    }

    [Theory]
    [InlineData(OtherPresence.Never, "link withdrawn")]
    [InlineData(OtherPresence.Left, "guest removed")]
    [InlineData(OtherPresence.Here, "guest here")]
    public void Words_AfterTheLinkWasWithdrawn_SayWhetherTheGuestIsOut(OtherPresence guest, string words) =>
        Assert.Equal(words, GuestText.Of(guest, PeerConnectionState.New, isWithdrawn: true).Words);
}
