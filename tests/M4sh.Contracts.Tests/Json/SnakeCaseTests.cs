using M4sh.Contracts.Json;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;

namespace M4sh.Contracts.Tests.Json;

public sealed class SnakeCaseTests
{
    [Fact]
    public void Write_ValueOfSeveralWords_IsSnakeCase() => Assert.Equal("ended_by_host", SnakeCase.Write(EndReason.EndedByHost));

    [Fact]
    public void Write_ValueWithANameOfItsOwn_IsThatName() => Assert.Equal("720p", SnakeCase.Write(VideoRecommendation.P720));

    [Fact]
    public void Read_WhatWasWritten_IsTheValue() =>
        Assert.All(Enum.GetValues<VideoRecommendation>(), value => Assert.Equal(value, SnakeCase.Read<VideoRecommendation>(SnakeCase.Write(value))));

    [Theory]
    [InlineData("P720")]
    [InlineData("720P")]
    [InlineData("0")]
    [InlineData("")]
    public void TryRead_AnotherName_IsRefused(string name) => Assert.False(SnakeCase.TryRead<VideoRecommendation>(name, out _));
}
