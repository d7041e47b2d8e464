namespace M4sh.Client.Live;

/// <summary>The stream is not open; it is tried again by itself. Until <see cref="LiveOpened"/> comes, what happens is not told.</summary>
/// <param name="Failure">Why; null where the server ended it in good order, as it does with the platform token's life.</param>
/// <param name="RetryIn">The pause before the next attempt.</param>
public sealed record LiveLost(M4shApiException? Failure, TimeSpan RetryIn) : LiveUpdate;
