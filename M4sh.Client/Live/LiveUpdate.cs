namespace M4sh.Client.Live;

/// <summary>
/// What <see cref="M4shClient.WatchLiveAsync"/> gives: <see cref="SessionUpdate"/> and <see cref="QualityUpdate"/> for what happened,
/// <see cref="LiveOpened"/> and <see cref="LiveLost"/> for the stream itself.
/// </summary>
public abstract record LiveUpdate
{
    private protected LiveUpdate()
    {
    }
}
