using System.Globalization;
using Bunit;
using M4sh.Console.Components.Common;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.Console.Tests.Pages;

public sealed class LocalTimeTests : PageTest
{
    [Theory]
    [InlineData("Europe/Berlin", "2026-01-02T03:04:05Z", "2026-01-02 04:04:05 Europe/Berlin")]
    [InlineData("America/St_Johns", "2026-01-02T03:04:05Z", "2026-01-01 23:34:05 America/St Johns")]
    [InlineData("Europe/Berlin", "2026-03-29T00:59:59Z", "2026-03-29 01:59:59 Europe/Berlin")]
    [InlineData("Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29 03:00:00 Europe/Berlin")]
    [InlineData("Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25 02:30:00 Europe/Berlin")]
    [InlineData("Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25 02:30:00 Europe/Berlin")]
    [InlineData("Etc/UTC", "2026-01-02T03:04:05Z", "2026-01-02 03:04:05 UTC")]
    [InlineData("Mars/Olympus_Mons", "2026-01-02T03:04:05Z", "2026-01-02 03:04:05 UTC")]
    [InlineData("../../etc/passwd", "2026-01-02T03:04:05Z", "2026-01-02 03:04:05 UTC")]
    [InlineData("/etc/localtime", "2026-01-02T03:04:05Z", "2026-01-02 03:04:05 UTC")]
    [InlineData("", "2026-01-02T03:04:05Z", "2026-01-02 03:04:05 UTC")]
    [InlineData(null, "2026-01-02T03:04:05Z", "2026-01-02 03:04:05 UTC")]
    public void Time_InAZone_IsTheViewersAndKeepsUtcBeside(string? zone, string moment, string shown)
    {
        var at = DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);
        Services.GetRequiredService<ViewerZone>().Set(zone);

        var time = Render<LocalTime>(parameters => parameters.Add(each => each.At, at).Add(each => each.WithZone, true)).Find("time");

        Assert.Equal(shown, time.TextContent);
        Assert.Equal(moment.Replace("Z", ".000Z", StringComparison.Ordinal), time.GetAttribute("datetime"));
        Assert.Equal($"{moment[..10]} {moment[11..19]} UTC", time.GetAttribute("title"));
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-07-01T10:00", "2026-07-01T08:00:00Z")]
    [InlineData("America/St_Johns", "2026-01-01T10:00", "2026-01-01T13:30:00Z")]
    [InlineData("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T01:30:00Z")]
    [InlineData("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30:00Z")]
    [InlineData("Europe/Berlin", "0001-01-01T00:00", "0001-01-01T00:00:00Z")]
    public void Read_AWallClock_IsTheMomentThatItMeant(string zone, string wall, string moment)
    {
        var culture = CultureInfo.InvariantCulture;
        var viewer = new ViewerZone();
        viewer.Set(zone);

        Assert.Equal(DateTimeOffset.Parse(moment, culture), viewer.Read(DateTime.Parse(wall, culture)));
    }
}
