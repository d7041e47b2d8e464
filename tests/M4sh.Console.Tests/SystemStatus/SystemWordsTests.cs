using M4sh.Console.SystemStatus;

namespace M4sh.Console.Tests.SystemStatus;

public sealed class SystemWordsTests
{
    [Theory]
    [InlineData(null, "–")]
    [InlineData(0.0, "0")]
    [InlineData(0.04, "< 0.1")]
    [InlineData(3.14, "3.1")]
    [InlineData(1234.5, "1,234")]
    public void Rate_PerSecond_KeepsADigitOfWhatIsRare(double? rate, string words) => Assert.Equal(words, SystemWords.Rate(rate));

    [Theory]
    [InlineData(null, "–")]
    [InlineData(512.0, "512 B")]
    [InlineData(1536.0, "1.5 KiB")]
    [InlineData(5_497_558_138_880.0, "5 TiB")]
    public void Bytes_Size_IsInItsUnit(double? bytes, string words) => Assert.Equal(words, SystemWords.Bytes(bytes));

    [Theory]
    [InlineData(null, "–")]
    [InlineData("0.1.0", "0.1.0")]
    [InlineData("0.1.0+a3a282d04fc0", "0.1.0+a3a282d")]
    [InlineData("0.1.0+dirty", "0.1.0+dirty")]
    public void Version_WithACommit_ShortensIt(string? version, string words) => Assert.Equal(words, SystemWords.Version(version));
}
