namespace M4sh.SignalingApi.Signaling.Hubs;

/// <summary>
/// A message that its client sent without an invocation id gets one of ours, which holds the message's own: SignalR tells the outcome of
/// invocations with an id only.
/// </summary>
internal static class OwnInvocationId
{
    private const string Prefix = "m4sh-sent:";

    public static string Of(string? messageId) => Prefix + messageId;

    /// <returns>False for an id that is the client's.</returns>
    public static bool TryRead(string? invocationId, out string? messageId)
    {
        var own = invocationId?.StartsWith(Prefix, StringComparison.Ordinal) == true;
        messageId = own && invocationId!.Length > Prefix.Length ? invocationId[Prefix.Length..] : null;
        return own;
    }
}
