using M4sh.Data.Qos.Sketches;

namespace M4sh.QosWorker.Tests.Sketches;

public sealed class DDSketchFormatTests
{
    public static TheoryData<string> Distributions => [.. Samples.Distributions];

    [Theory]
    [MemberData(nameof(Distributions))]
    public void Read_WhatWasWritten_IsTheSame(string distribution)
    {
        var random = new Random(13);
        foreach (var size in (int[])[0, 1, 2, 12, 500, 5000])
        {
            var sketch = DDSketchTests.Sketch(Samples.Of(distribution, random, size));

            var read = DDSketchFormat.Read(DDSketchFormat.Write(sketch));

            DDSketchTests.AssertSame(sketch, read);
            Assert.Equal(sketch.Sum, read.Sum);
        }
    }

    [Fact]
    public void Write_AMinuteOfSamples_IsSmall()
    {
        var random = new Random(14);

        Assert.True(DDSketchFormat.Write(DDSketchTests.Sketch(Samples.Of("rtt", random, 12))).Length <= 80);
        Assert.True(DDSketchFormat.Write(DDSketchTests.Sketch(Samples.Of("rtt", random, 100_000))).Length <= 1500);
    }

    // Rows are read for a year: what version 1 looks like never changes.
    [Fact]
    public void Write_Version1_IsTheseBytes()
    {
        var sketch = DDSketchTests.Sketch([0, 1, 1, 100]);

        Assert.Equal("01" + "01" + "0000000000805940" + "0000000000000000" + "0000000000005940" + "02" + "0002" + "E90101", Convert.ToHexString(DDSketchFormat.Write(sketch)));
    }

    [Fact]
    public void Read_CutOffAnywhere_IsRefused()
    {
        var bytes = DDSketchFormat.Write(DDSketchTests.Sketch([0, 3, 500]));

        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<InvalidDataException>(() => DDSketchFormat.Read(bytes.AsSpan(0, length)));

        Assert.Throws<InvalidDataException>(() => DDSketchFormat.Read([.. bytes, 0]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("02")]
    [InlineData("00")]
    [InlineData("01FFFFFFFFFFFFFFFFFFFF")]
    [InlineData("01" + "00" + "0000000000805940" + "0000000000000000" + "0000000000005940" + "02" + "0201" + "0001")]
    public void Read_NoSketch_IsRefused(string hex) => Assert.Throws<InvalidDataException>(() => DDSketchFormat.Read(Convert.FromHexString(hex)));
}
