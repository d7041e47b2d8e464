using M4sh.Console.Calls;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace M4sh.Console.Components.Calls;

/// <summary>One metric over time, with the limits below which the path is excellent and good.</summary>
public sealed partial class MetricChart
{
    private const int AxisTicks = Metric.AxisTicks;

    private int? _drawn;
    private bool _changed;

    [Parameter, EditorRequired]
    public Metric Metric { get; set; } = default!;

    [Parameter, EditorRequired]
    public IMetricSeries Series { get; set; } = default!;

    [Parameter, EditorRequired]
    public string SideName { get; set; } = "";

    internal List<ChartSeries<double>> Lines { get; private set; } = [];

    /// <summary>What the values are of the metric, where they are not the metric itself.</summary>
    [Parameter]
    public string? Kind { get; set; }

    /// <summary>Drawn beside the series, of the same points.</summary>
    [Parameter]
    public IMetricSeries? Beside { get; set; }

    private string[] Labels { get; set; } = [];

    private LineChartOptions Options { get; set; } = new();

    private string LevelClass => Metric.LevelOf(Series.Latest) is { } level ? $"level-{QualityText.Of(level)}" : "";

    protected override void OnParametersSet()
    {
        var version = HashCode.Combine(Series.Version, Beside?.Version);
        _changed = _drawn != version;
        if (!_changed)
        {
            return;
        }

        _drawn = version;
        var values = Series.Values;
        Labels = [.. Series.Labels];
        var tick = Metric.AxisTick(values.Max());
        var top = tick * AxisTicks;
        ChartSeries<double>[] beside = Beside is null ? [] : [new() { Name = "beside", Data = new ChartData<double>(Beside.Values) }];
        Lines = [new() { Name = Metric.Title, Data = new ChartData<double>(values) }, .. beside, .. Limits(top, values.Count)];
        Options = new()
        {
            ShowLegend = false,
            ShowDataMarkers = false,
            LineStrokeWidth = 2,
            ConnectNullPoints = true,
            YAxisSuggestedMax = top,
            YAxisRequireZeroPoint = true,
            YAxisTicks = tick,
            MaxNumYAxisTicks = AxisTicks + 1,
            XAxisLines = false,
            ChartPalette = Beside is null
                ? ["var(--mud-palette-primary)", "var(--quality-good)", "var(--quality-poor)"]
                : ["var(--mud-palette-primary)", "var(--mud-palette-secondary)", "var(--quality-good)", "var(--quality-poor)"],
        };
    }

    // Whatever else is drawn anew: a chart changes only with its numbers.
    protected override bool ShouldRender() => _changed;

    private IEnumerable<ChartSeries<double>> Limits(double top, int count)
    {
        double?[] limits = [Metric.Excellent, Metric.Good];
        return limits.OfType<double>().Where(limit => limit <= top).Select(limit => new ChartSeries<double>
        {
            Name = $"limit {limit}",
            Data = new ChartData<double>([.. Enumerable.Repeat(limit, count)]),
        });
    }
}
