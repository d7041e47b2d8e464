using System.Text.Json;

namespace M4sh.SignalingApi.Tests.Signaling;

/// <summary>Everything once and in order, over lost connections, replicas and messages.</summary>
public sealed class ResumeTests(SignalingFixture fixture) : SignalingTests(fixture)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Resume_AfterALoss_BringsWhatWasMissedOnceAndInOrder(bool onAnotherReplica)
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        await host.SendCandidateAsync("seen");
        Assert.Equal(1, await guest.NextSeqAsync("IceCandidate"));
        await guest.DisposeAsync();
        await host.NextAsync("PeerDisconnected");
        for (var i = 2; i <= 30; i++)
            Assert.Equal(i, await host.SendCandidateAsync($"{i}"));

        var again = Add(new WirePeer(onAnotherReplica ? First : Second, guest.Join));
        var joined = await again.JoinAsync(guest.Epoch, lastSeq: 1);

        Assert.True(joined.GetProperty("resumed").GetBoolean());
        Assert.Equal(JsonValueKind.Null, joined.GetProperty("negotiation").ValueKind);
        Assert.Equal((guest.Epoch, 1), (again.Epoch, joined.GetProperty("seq").GetInt64()));
        Assert.Empty(again.Early);
        for (var i = 2; i <= 30; i++)
            Assert.Equal($"{i}", await again.NextCandidateAsync());

        await host.NextAsync("PeerReconnected");
        Assert.Equal(31, await host.SendCandidateAsync("31"));
        Assert.Equal("31", await again.NextCandidateAsync());
        again.AssertNothingMore();
    }

    [Fact]
    public async Task Resume_OwnMessagesInBetween_AreNotSentBack()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        await guest.SendCandidateAsync("own");
        await host.SendCandidateAsync("other");
        await guest.SendCandidateAsync("own");

        var again = Add(new WirePeer(Second, guest.Join));
        var joined = await again.JoinAsync(guest.Epoch, lastSeq: 0);

        Assert.True(joined.GetProperty("resumed").GetBoolean());
        Assert.Equal("other", await again.NextCandidateAsync());
        again.AssertNothingMore();
        await guest.NextAsync("IceCandidate");
        Assert.Equal("replaced", (await guest.NextAsync("Disconnect")).GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData(99)]
    [InlineData(null)]
    public async Task Resume_FromWhereNothingIs_GetsTheNegotiation(int? lastSeq)
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        await host.SendAsync("Offer", new { sdp = "v=0" });
        await host.SendCandidateAsync("c");
        var again = Add(new WirePeer(First, guest.Join));

        var joined = await again.JoinAsync(guest.Epoch, lastSeq);

        Assert.False(joined.GetProperty("resumed").GetBoolean());
        Assert.Equal((guest.Epoch, 2), (again.Epoch, joined.GetProperty("seq").GetInt64()));
        Assert.Equal(1, joined.GetProperty("negotiation").GetProperty("offer").GetProperty("seq").GetInt64());
        Assert.Equal(1, joined.GetProperty("negotiation").GetProperty("candidates").GetArrayLength());
        again.AssertNothingMore();
    }

    [Fact]
    public async Task Join_StaleEpoch_GetsThePresentOneAndStartsNone()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        var reloaded = Add(new WirePeer(Second, guest.Join));
        await reloaded.JoinAsync();
        await host.NextAsync("PeerJoined");
        var again = Add(new WirePeer(First, guest.Join));

        var joined = await again.JoinAsync("0123", lastSeq: 3);

        Assert.False(joined.GetProperty("resumed").GetBoolean());
        Assert.Equal(reloaded.Epoch, again.Epoch);
        await host.NextAsync("PeerReconnected");
        host.AssertNothingMore();
    }

    [Fact]
    public async Task Join_NegativeSeq_IsRefused()
    {
        var (_, guest) = await ConnectWiresAsync(First, Second);
        var again = Add(new WirePeer(First, guest.Join));
        await again.ConnectAsync();

        Assert.Equal("invalid_request", await again.RefusalAsync("Join", new { epoch = "0123", last_seq = -1 }));
    }

    [Fact]
    public async Task Join_SecondOnTheConnection_ChangesNothing()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        await host.SendAsync("Offer", new { sdp = "v=0" });
        await guest.NextAsync("Offer");

        var joined = await guest.JoinAsync();

        Assert.Equal((host.Epoch, 1), (guest.Epoch, joined.GetProperty("seq").GetInt64()));
        Assert.Equal("v=0", joined.GetProperty("negotiation").GetProperty("offer").GetProperty("sdp").GetString());
        await guest.SendCandidateAsync("c");
        await host.NextAsync("IceCandidate");
        host.AssertNothingMore();
        await host.SendCandidateAsync("d");
        Assert.Equal("d", await guest.NextCandidateAsync());
    }

    [Fact]
    public async Task Message_NeverPublished_ComesBeforeTheNextOne()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);

        await AppendOnlyAsync(host, "lost");
        await host.SendCandidateAsync("next");

        Assert.Equal("lost", await guest.NextCandidateAsync());
        Assert.Equal("next", await guest.NextCandidateAsync());
        guest.AssertNothingMore();
    }

    [Fact]
    public async Task Message_NeverPublished_ComesBeforeTheAckOfALaterOne()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);

        await AppendOnlyAsync(host, "lost");
        await guest.PostCandidateAsync("own", id: "o");

        Assert.Equal("lost", await guest.NextCandidateAsync());
        Assert.Equal(2, await guest.NextSeqAsync("Ack"));
    }

    [Fact]
    public async Task Message_NeverPublished_ComesBeforeTheAckOfARepeatedOne()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        await AppendOnlyAsync(host, "lost");
        await AppendOnlyAsync(guest, "own", id: "o", on: Second);

        await guest.PostCandidateAsync("own", id: "o");

        Assert.Equal("lost", await guest.NextCandidateAsync());
        Assert.Equal(2, await guest.NextSeqAsync("Ack"));
    }

    [Fact]
    public async Task Leave_OfTheOther_WhatItSentLastWasMissed_IsNotResumed()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        await host.DisposeAsync();
        await guest.NextAsync("PeerDisconnected");
        await guest.SendCandidateAsync("missed");
        await guest.SendAsync("Leave", new { });

        var joined = await Add(new WirePeer(Second, host.Join)).JoinAsync(host.Epoch, lastSeq: 0);
        var again = await Add(new WirePeer(First, host.Join)).JoinAsync(host.Epoch, lastSeq: 1);

        Assert.Equal((false, host.Epoch, 1), (joined.GetProperty("resumed").GetBoolean(), joined.GetProperty("epoch").GetString(), joined.GetProperty("seq").GetInt64()));
        Assert.True(again.GetProperty("resumed").GetBoolean());
    }

    [Fact]
    public async Task Message_NeverPublished_ComesWhenItsSenderIsGone()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);

        await AppendOnlyAsync(host, "lost");
        await host.DisposeAsync();

        Assert.Equal("lost", await guest.NextCandidateAsync());
        await guest.NextAsync("PeerDisconnected");
    }

    [Fact]
    public async Task Message_NeverPublished_ComesWhenItIsSentAgainUnderItsId()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);

        var seq = await AppendOnlyAsync(host, "lost", id: "m1");

        Assert.Equal(seq, await host.SendCandidateAsync("lost", id: "m1"));
        Assert.Equal("lost", await guest.NextCandidateAsync());
        Assert.Equal(seq + 1, await host.SendCandidateAsync("next"));
        Assert.Equal("next", await guest.NextCandidateAsync());
        guest.AssertNothingMore();
    }

    [Fact]
    public async Task Leave_OfTheOther_LetsTheOrderGoOnUntilSomebodyComes()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        await guest.SendCandidateAsync("of the leaver");
        await host.NextAsync("IceCandidate");
        Assert.Equal(2, await host.SendCandidateAsync("before"));
        await guest.SendAsync("Leave", new { });
        await host.NextAsync("PeerLeft");

        Assert.Equal(3, await host.SendCandidateAsync("alone"));
        await host.DisposeAsync();
        var again = Add(new WirePeer(Second, host.Join));
        Assert.True((await again.JoinAsync(host.Epoch, lastSeq: 1)).GetProperty("resumed").GetBoolean());
        Assert.Equal(4, await again.SendCandidateAsync("alone again"));

        var back = Add(new WirePeer(First, await ApiAs(guest.UserId).JoinSessionAsync(guest.Join.Session.Id, "Guest", Cancel)));
        var joined = await back.JoinAsync();
        var news = await again.NextAsync("PeerJoined");

        Assert.Equal(JsonValueKind.Null, joined.GetProperty("negotiation").ValueKind);
        Assert.NotEqual(host.Epoch, back.Epoch);
        Assert.Equal((back.Epoch, true), (news.GetProperty("epoch").GetString(), news.GetProperty("restarted").GetBoolean()));
        Assert.Equal(1, await again.SendCandidateAsync("new"));
        Assert.Equal("new", await back.NextCandidateAsync());
        again.AssertNothingMore();
    }
}
