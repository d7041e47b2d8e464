using System.Text.Json;
using M4sh.Contracts.Json;

namespace M4sh.Contracts.Tests.Json;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2026-02-03T04:05:06Z", "2026-02-03T04:05:06+00:00")]
    [InlineData("2026-02-03t04:05:06z", "2026-02-03T04:05:06+00:00")]
    [InlineData("2026-02-03T04:05:06.5Z", "2026-02-03T04:05:06.5+00:00")]
    [InlineData("2026-02-03T04:05:06.12345678901234567890Z", "2026-02-03T04:05:06.1234567+00:00")]
    [InlineData("2026-02-03T04:05:06+05:30", "2026-02-02T22:35:06+00:00")]
    [InlineData("2026-02-03T04:05:06.25-23:59", "2026-02-04T04:04:06.25+00:00")]
    [InlineData("2026-02-03T04:05:06-00:00", "2026-02-03T04:05:06+00:00")]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29T00:00:00+00:00")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00+00:00")]
    [InlineData("2016-12-31T15:59:60.5-08:00", "2017-01-01T00:00:00.5+00:00")]
    [InlineData("9999-12-31T23:59:59Z", "9999-12-31T23:59:59+00:00")]
    public void Time_OfTheStandard_IsReadIntoUtc(string text, string expected)
    {
        Assert.Equal($"\"{expected}\"", JsonSerializer.Serialize(JsonSerializer.Deserialize<DateTimeOffset>($"\"{text}\"", M4shJson.Options), M4shJson.Options));
        Assert.True(Rfc3339.TryRead(text, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-02-03")]
    [InlineData("2026-02-03T04:05Z")]
    [InlineData("2026-02-03T04:05:06")]
    [InlineData("2026-02-03T04:05:06.5")]
    [InlineData("2026-02-03T04:05:06.Z")]
    [InlineData("2026-02-03T04:05:06,5Z")]
    [InlineData("2026-02-03 04:05:06Z")]
    [InlineData(" 2026-02-03T04:05:06Z")]
    [InlineData("2026-02-03T04:05:06Z ")]
    [InlineData("2026-02-03T04:05:06 Z")]
    [InlineData("2026-02-03T04:05:06ZZ")]
    [InlineData("2026-02-03T04:05:06+05")]
    [InlineData("2026-02-03T04:05:06+0530")]
    [InlineData("2026-02-03T04:05:06+24:00")]
    [InlineData("2026-02-03T04:05:06+05:60")]
    [InlineData("2026-2-3T04:05:06Z")]
    [InlineData("2026-02-30T04:05:06Z")]
    [InlineData("2026-02-03T24:00:00Z")]
    [InlineData("2026-02-03T04:60:00Z")]
    [InlineData("2026-02-03T04:05:61Z")]
    [InlineData("2026-02-03T04:05:60Z")]
    [InlineData("2016-12-31T23:59:60-08:00")]
    [InlineData("20260203T040506Z")]
    [InlineData("2026-02-03T04:05:٠٦Z")]
    [InlineData("٢٠٢٦-02-03T04:05:06Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("+002026-02-03T04:05:06Z")]
    public void Time_OfAnotherForm_IsRefused(string text)
    {
        Assert.False(Rfc3339.TryRead(text, out _));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<DateTimeOffset>($"\"{text}\"", M4shJson.Options));
    }

    [Theory]
    [InlineData("1770091506")]
    [InlineData("{}")]
    [InlineData("null")]
    public void Time_NoText_IsRefused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<DateTimeOffset>(json, M4shJson.Options));

    [Fact]
    public void Time_Written_IsInUtc() => Assert.Equal(
        "\"2026-02-03T02:05:06+00:00\"",
        JsonSerializer.Serialize(new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(2)), M4shJson.Options));
}
