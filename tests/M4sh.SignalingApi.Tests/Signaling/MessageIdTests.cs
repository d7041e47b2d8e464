namespace M4sh.SignalingApi.Tests.Signaling;

/// <summary>The same id again changes nothing and gets the same answer.</summary>
public sealed class MessageIdTests(SignalingFixture fixture) : SignalingTests(fixture)
{
    [Fact]
    public async Task Relayed_SameIdAgain_IsAnsweredTheSameAndComesOnce()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);

        Assert.Equal(1, await host.SendCandidateAsync("a", id: "1"));
        Assert.Equal(2, await host.SendCandidateAsync("b", id: "2"));
        Assert.Equal(1, await host.SendCandidateAsync("a", id: "1"));
        Assert.Equal(2, await host.SendAsync("Offer", new { sdp = "v=0", id = "2" }));
        Assert.Equal(3, await host.SendCandidateAsync("c", id: "3"));

        Assert.Equal(["a", "b", "c"], [await guest.NextCandidateAsync(), await guest.NextCandidateAsync(), await guest.NextCandidateAsync()]);
        Assert.Equal(4, await guest.SendCandidateAsync("own", id: "1"));
        guest.AssertNothingMore();
    }

    [Fact]
    public async Task Relayed_SameIdOnAnotherReplica_IsAnsweredTheSame()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        Assert.Equal(1, await host.SendAsync("Offer", new { sdp = "v=0", id = "o" }));
        await host.DisposeAsync();
        Assert.Equal(1, await guest.NextSeqAsync("Offer"));
        await guest.NextAsync("PeerDisconnected");
        var again = Add(new WirePeer(Second, host.Join));
        await again.JoinAsync(host.Epoch, lastSeq: 0);

        Assert.Equal(1, await again.SendAsync("Offer", new { sdp = "v=0", id = "o" }));
        Assert.Equal(2, await again.SendCandidateAsync("next"));

        await guest.NextAsync("PeerReconnected");
        Assert.Equal("next", await guest.NextCandidateAsync());
        guest.AssertNothingMore();
    }

    [Fact]
    public async Task Refused_SameIdAgain_IsRefusedTheSame()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);

        Assert.Equal("invalid_request", await host.RefusalAsync("Offer", new { sdp = "", id = "1" }));
        Assert.Equal("glare", await guest.RefusalAsync("Answer", new { sdp = "v=0", id = "1" }));
        Assert.Equal("not_found", await host.RefusalAsync("Offer", new { sdp = "v=0", id = "2", target_user_id = "nobody" }));

        Assert.Equal("invalid_request", await host.RefusalAsync("Offer", new { sdp = "v=0", id = "1" }));
        Assert.Equal("not_found", await host.RefusalAsync("Offer", new { sdp = "v=0", id = "2" }));
        Assert.Equal(1, await host.SendAsync("Offer", new { sdp = "v=0", id = "3" }));
        await guest.NextAsync("Offer");
        Assert.Equal("glare", await guest.RefusalAsync("Answer", new { sdp = "v=0", id = "1" }));
        Assert.Equal(1, await host.SendAsync("Offer", new { sdp = "", id = "3" }));
        Assert.Equal(2, await guest.SendAsync("Answer", new { sdp = "v=0", id = "2" }));
    }

    [Fact]
    public async Task TooLarge_SameIdAgain_IsRefusedTheSame()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);

        Assert.Equal("payload_too_large", await host.RefusalAsync("IceCandidate", new { candidate = new { candidate = new string('x', (16 * 1024) + 1) }, id = "1" }));
        Assert.Equal("payload_too_large", await host.RefusalAsync("Offer", new { sdp = new string('x', (64 * 1024) + 1), id = "2" }));

        Assert.Equal("payload_too_large", await host.RefusalAsync("IceCandidate", new { candidate = new { candidate = "a" }, id = "1" }));
        Assert.Equal("payload_too_large", await host.RefusalAsync("Offer", new { sdp = "v=0", id = "2" }));
        Assert.Equal(1, await host.SendCandidateAsync("b", id: "3"));
        Assert.Equal(1, await host.SendAsync("IceCandidate", new { candidate = new { candidate = new string('x', (16 * 1024) + 1) }, id = "3" }));
        Assert.Equal("b", await guest.NextCandidateAsync());
        guest.AssertNothingMore();
    }

    [Fact]
    public async Task Mute_SameIdAgain_DoesNotMuteAgain()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);

        Assert.Equal(1, await host.SendAsync("Mute", new { kind = "audio", id = "1" }));
        Assert.Equal(2, await host.SendAsync("Unmute", new { kind = "audio", id = "2" }));
        Assert.Equal(1, await host.SendAsync("Mute", new { kind = "audio", id = "1" }));

        Assert.False((await ParticipantAsync(host)).AudioMuted);
        Assert.Equal(1, await guest.NextSeqAsync("Mute"));
        Assert.Equal(2, await guest.NextSeqAsync("Unmute"));
        Assert.Equal(3, await guest.SendAsync("Mute", new { kind = "video" }));
        guest.AssertNothingMore();
    }

    [Fact]
    public async Task NotRelayed_SameIdAgain_ChangesNothing()
    {
        var (host, _) = await ConnectWiresAsync(First, Second);

        await host.SendAsync("ConnectionState", new { state = "connecting", id = "1" });
        await host.SendAsync("ConnectionState", new { state = "failed", id = "2" });
        await host.SendAsync("ConnectionState", new { state = "connecting", id = "1" });
        await host.SendAsync("QualityStats", new { rtt_ms = 1, packet_loss_pct = 0, jitter_ms = 1, id = "3" });
        await host.SendAsync("QualityStats", new { rtt_ms = 1, packet_loss_pct = 0, jitter_ms = 1, id = "3" });

        Assert.Equal(Contracts.Sessions.PeerConnectionState.Failed, (await ParticipantAsync(host)).ConnectionState);
        Assert.Equal(1, (await ApiAs(host.UserId).GetQualityAsync(host.Join.Session.Id, cancellationToken: Cancel)).Samples);
    }

    [Fact]
    public async Task Ids_MoreThanAreRemembered_TheLastOnesStillAre()
    {
        var replica = Start("short-memory", new Dictionary<string, string?> { ["Signaling:MessageIds"] = "4" });
        var (host, _) = await ConnectWiresAsync(replica, replica);
        for (var i = 1; i <= 11; i++)
            Assert.Equal(i, await host.SendCandidateAsync("c", id: $"{i}"));

        for (var i = 8; i <= 11; i++)
            Assert.Equal(i, await host.SendCandidateAsync("c", id: $"{i}"));

        Assert.Equal(12, await host.SendCandidateAsync("c", id: "1"));
    }

    private async Task<Contracts.Sessions.Participant> ParticipantAsync(WirePeer peer) =>
        (await ApiAs(peer.UserId).GetSessionAsync(peer.Join.Session.Id, Cancel)).Participants.Single(participant => participant.UserId == peer.UserId);
}
