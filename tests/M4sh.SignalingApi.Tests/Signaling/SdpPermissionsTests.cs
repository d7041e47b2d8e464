using M4sh.Contracts.Tokens;
using M4sh.SignalingApi.Signaling.Routing;

namespace M4sh.SignalingApi.Tests.Signaling;

public sealed class SdpPermissionsTests
{
    private const string Session = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";

    [Theory]
    [InlineData("m=audio 9 X 0\r\n", "audio")]
    [InlineData("m=audio 9 X 0\r\na=sendrecv\r\n", "audio")]
    [InlineData("m=audio 9 X 0\r\na=sendonly\r\n", "audio")]
    [InlineData("m=audio 9 X 0\r\na=recvonly\r\n", null)]
    [InlineData("m=audio 9 X 0\r\na=inactive\r\n", null)]
    [InlineData("m=audio 0 X 0\r\na=sendrecv\r\n", null)]
    [InlineData("m=audio 0 X 0\r\na=sendrecv\r\na=bundle-only\r\n", "audio")]
    [InlineData("m=audio 0 X 0\r\na=bundle-only\r\na=recvonly\r\n", null)]
    [InlineData("m=video 9 X 0\r\na=sendonly\r\n", "video")]
    [InlineData("m=application 9 X webrtc-datachannel\r\n", null)]
    [InlineData("a=recvonly\r\nm=audio 9 X 0\r\n", null)]
    [InlineData("a=recvonly\r\nm=audio 9 X 0\r\na=sendrecv\r\n", "audio")]
    [InlineData("a=sendonly\r\nm=audio 9 X 0\r\na=inactive\r\n", null)]
    [InlineData("m=audio 9 X 0\r\na=recvonly\r\nm=video 9 X 0\r\n", "video")]
    [InlineData("m=application 9 X 0\r\na=inactive\r\nm=audio 9 X 0\r\n", "audio")]
    [InlineData("m=audio 9 X 0\na=recvonly\n", null)]
    [InlineData("m=audio 9 X 0\r\na=recvonly", null)]
    [InlineData("m=audio 9 X 0\r\na=recvonly\r\na=sendrecv\r\n", "audio")]
    [InlineData("m=audio 9 X 0\r\na=x\ra=recvonly\r\n", "audio")]
    [InlineData("m=audio 9 X 0\r\na=RecvOnly\r\n", "audio")]
    [InlineData("m=AUDIO 9 X 0\r\n", "AUDIO")]
    [InlineData("m=audio\r\n", "audio")]
    [InlineData("m=audio zero X 0\r\n", "audio")]
    [InlineData("m=audio 00 X 0\r\n", null)]
    [InlineData("", null)]
    public void FirstDenied_NothingPermitted_IsTheFirstThatSends(string media, string? denied) =>
        Assert.Equal(denied, SdpPermissions.FirstDenied(Session + media, []));

    [Theory]
    [InlineData(MediaPermission.Audio, "video")]
    [InlineData(MediaPermission.Video, "audio")]
    [InlineData(MediaPermission.ScreenShare, "audio")]
    public void FirstDenied_OnePermitted_IsTheOther(MediaPermission permitted, string denied) =>
        Assert.Equal(denied, SdpPermissions.FirstDenied($"{Session}m=audio 9 X 0\r\nm=video 9 X 0\r\n", [permitted]));

    [Fact]
    public void FirstDenied_AllPermitted_IsNone() =>
        Assert.Null(SdpPermissions.FirstDenied($"{Session}m=audio 9 X 0\r\nm=video 9 X 0\r\n", [MediaPermission.Audio, MediaPermission.ScreenShare]));
}
