namespace M4sh.Bench.Signaling;

internal enum SignalKind
{
    Offer,
    Answer,
    Candidate,
}
