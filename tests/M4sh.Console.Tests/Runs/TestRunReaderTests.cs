using System.Text;
using M4sh.Console.Calls;
using M4sh.Console.Network;
using M4sh.Console.Runs;
using M4sh.Console.Runs.Pipeline;
using M4sh.Console.Verdicts;

namespace M4sh.Console.Tests.Runs;

public sealed class TestRunReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"unknown": 1}""")]
    public void Read_NothingAsked_IsOneUsualCall(string body)
    {
        var plan = new TestRunReader().Read(Encoding.UTF8.GetBytes(body));

        Assert.Equal(new BatchPlan(new() { Duration = BatchPlan.DefaultDuration }, 1), plan);
    }

    [Fact]
    public void Read_EverythingAsked_IsThat()
    {
        var plan = new TestRunReader().Read("""
            {"count": 3, "profile": "strict", "network": "satellite", "transport": "raw", "path": "relay", "codec": "vp9", "size": "640x480",
             "duration_seconds": 7.5, "note": " build 12 "}
            """u8);

        Assert.Equal(
            new BatchPlan(
                new()
                {
                    Limits = LimitProfile.Strict,
                    Network = NetworkPreset.Satellite,
                    Transports = CallTransports.Raw,
                    Path = CallPath.Relay,
                    Media = new() { Codec = VideoCodec.Vp9, Size = VideoSize.All[1] },
                    Duration = TimeSpan.FromSeconds(7.5),
                },
                3,
                "build 12"),
            plan);
    }

    [Theory]
    [InlineData("""{"count": 0}""", "count", "must be 1 to 100")]
    [InlineData("""{"count": 101}""", "count", "must be 1 to 100")]
    [InlineData("""{"count": "3"}""", "count", "is not valid")]
    [InlineData("""{"count": 1, "count": 2}""", "count", "is not valid")]
    [InlineData("""{"profile": "best"}""", "profile", "must be one of lesson, strict, smoke")]
    [InlineData("""{"network": "own"}""", "network", "must be one of direct, clean, office-wifi, 4g, 3g, lossy-wifi, satellite, tcp-only, signaling-drop")]
    [InlineData("""{"transport": "pigeon"}""", "transport", "must be one of mixed, hub, raw")]
    [InlineData("""{"path": 1}""", "path", "is not valid")]
    [InlineData("""{"codec": "VP8"}""", "codec", "must be one of vp8, vp9, h264, av1")]
    [InlineData("""{"duration_seconds": 1e300}""", "duration_seconds", "must be 1 to 1800")]
    [InlineData("""{"duration_seconds": 0}""", "duration_seconds", "must be 1 to 1800")]
    [InlineData("""{"note": "a\u0000b"}""", "note", "must not hold U+0000")]
    [InlineData("[]", "body", "is not valid")]
    [InlineData("null", "body", "must be an object")]
    [InlineData("{", "body", "is not valid")]
    public void Read_SomethingWrong_NamesTheMember(string body, string member, string text)
    {
        var reader = new TestRunReader();

        Assert.Null(reader.Read(Encoding.UTF8.GetBytes(body)));

        var error = Assert.Single(reader.Errors);
        Assert.Equal((member, text), (error.Key, error.Value[0]));
    }

    [Fact]
    public void Read_SeveralThingsWrong_NamesThemAll()
    {
        var reader = new TestRunReader();

        Assert.Null(reader.Read("""{"count": -1, "path": "moon", "note": null}"""u8));

        Assert.Equal(["count", "path"], reader.Errors.Keys);
    }
}
