using M4sh.Client.Signaling;

namespace M4sh.Client.Tests.Signaling;

public sealed class SeqTrackerTests
{
    [Fact]
    public void Saw_OutOfOrder_CountsOnlyWhatIsComplete()
    {
        var tracker = new SeqTracker();
        tracker.Start("e", 3);

        tracker.Saw(5);
        Assert.Equal(("e", 3L), tracker.Position);

        tracker.Saw(4);
        Assert.Equal(("e", 5L), tracker.Position);
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
