namespace M4sh.SignalingApi.Tests.Signaling.Negotiations;

internal enum ModelSignalingState
{
    Stable,
    HaveLocalOffer,
    HaveRemoteOffer,
}

/// <summary>The descriptions and the signaling state of an RTCPeerConnection (W3C WebRTC §4.3.1, §4.4.1), without provisional answers.</summary>
internal sealed class ModelPeerConnection
{
    private const string AnswerTo = " to ";

    public ModelSignalingState State { get; private set; }

    public string? CurrentLocal { get; private set; }

    public string? CurrentRemote { get; private set; }

    public string? PendingLocal { get; private set; }

    public string? PendingRemote { get; private set; }

    /// <summary>An offer may be replaced by another one.</summary>
    public void SetLocalOffer(string sdp)
    {
        Require(State != ModelSignalingState.HaveRemoteOffer, "setLocalDescription(offer)");
        (State, PendingLocal) = (ModelSignalingState.HaveLocalOffer, sdp);
    }

    /// <summary>With the implicit rollback of a pending local offer.</summary>
    public void SetRemoteOffer(string sdp) => (State, PendingRemote, PendingLocal) = (ModelSignalingState.HaveRemoteOffer, sdp, null);

    /// <summary>createAnswer() and setLocalDescription(answer).</summary>
    public string SetLocalAnswer(string name)
    {
        Require(State == ModelSignalingState.HaveRemoteOffer, "setLocalDescription(answer)");
        var sdp = name + AnswerTo + PendingRemote;
        (State, CurrentLocal, CurrentRemote, PendingRemote) = (ModelSignalingState.Stable, sdp, PendingRemote, null);
        return sdp;
    }

    /// <returns>False where a browser rejects the answer: it does not fit the offer.</returns>
    public bool SetRemoteAnswer(string sdp)
    {
        Require(State == ModelSignalingState.HaveLocalOffer, "setRemoteDescription(answer)");
        if (!sdp.EndsWith(AnswerTo + PendingLocal, StringComparison.Ordinal))
            return false;

        (State, CurrentLocal, CurrentRemote, PendingLocal) = (ModelSignalingState.Stable, PendingLocal, sdp, null);
        return true;
    }

    public void Rollback()
    {
        Require(State != ModelSignalingState.Stable, "rollback");
        (State, PendingLocal, PendingRemote) = (ModelSignalingState.Stable, null, null);
    }

    private void Require(bool allowed, string operation)
    {
        if (!allowed)
            throw new InvalidOperationException($"InvalidStateError: {operation} in {State}");
    }
}
