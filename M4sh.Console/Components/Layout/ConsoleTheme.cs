using MudBlazor;

namespace M4sh.Console.Components.Layout;

/// <summary>Calm colours, fonts of the system, nothing from elsewhere.</summary>
public static class ConsoleTheme
{
    private static readonly string[] Fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Helvetica Neue", "Arial", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#1b5e84",
            Secondary = "#5b4b8a",
            Info = "#1b5e84",
            Success = "#1d6f42",
            Warning = "#8a5a00",
            Error = "#a92b2b",
            Background = "#f4f6f8",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#16212b",
            DrawerBackground = "#ffffff",
            DrawerText = "#33424f",
            DrawerIcon = "#51616f",
            TextPrimary = "#16212b",
            TextSecondary = "#51616f",
            ActionDefault = "#51616f",
            Divider = "#dde3e8",
            LinesDefault = "#dde3e8",
            TableLines = "#e6ebef",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#7cc0e4",
            PrimaryContrastText = "#0c1217",
            Secondary = "#b9a8ec",
            Info = "#7cc0e4",
            Success = "#6cc793",
            SuccessContrastText = "#0c1217",
            Warning = "#e3b341",
            WarningContrastText = "#0c1217",
            Error = "#f28b82",
            ErrorContrastText = "#0c1217",
            Background = "#0e1419",
            Surface = "#161d24",
            AppbarBackground = "#161d24",
            AppbarText = "#e4eaef",
            DrawerBackground = "#161d24",
            DrawerText = "#c3ced7",
            DrawerIcon = "#9aa8b4",
            TextPrimary = "#e4eaef",
            TextSecondary = "#9fadb9",
            ActionDefault = "#9fadb9",
            Divider = "#2a343d",
            LinesDefault = "#2a343d",
            TableLines = "#242d35",
        },
        LayoutProperties = new() { DefaultBorderRadius = "8px", DrawerWidthLeft = "220px", AppbarHeight = "56px" },
        Typography = new()
        {
            Default = new DefaultTypography { FontFamily = Fonts },
            H1 = new H1Typography { FontSize = "1.5rem", FontWeight = "600", LineHeight = "1.3" },
            H2 = new H2Typography { FontSize = "1.05rem", FontWeight = "600", LineHeight = "1.4" },
            H3 = new H3Typography { FontSize = ".95rem", FontWeight = "600", LineHeight = "1.4" },
            Button = new ButtonTypography { TextTransform = "none", FontWeight = "600" },
        },
    };
}
