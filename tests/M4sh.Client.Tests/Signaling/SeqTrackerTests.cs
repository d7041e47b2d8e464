using M4sh.Client.Signaling;

namespace M4sh.Client.Tests.Signaling;

public sealed class SeqTrackerTests
{
    [Fact]
    public void Received_Lower_ChangesNothing()
    {
        var tracker = new SeqTracker();
        tracker.Start("e", 3);

        tracker.Received(6);
        tracker.Received(5);

        Assert.Equal(("e", 6L), tracker.Position);
    }

    [Fact]
    public void Continue_OtherEpoch_StartsFromZero()
    {
        var tracker = new SeqTracker();
        tracker.Start("e", 3);

        tracker.Continue("e");
        Assert.Equal(("e", 3L), tracker.Position);

        tracker.Continue("f");
        Assert.Equal(("f", 0L), tracker.Position);
    }
}
