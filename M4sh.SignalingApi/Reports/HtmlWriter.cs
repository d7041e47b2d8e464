using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace M4sh.SignalingApi.Reports;

/// <summary>Writes HTML: what is literally in the interpolated strings is markup, every value in them is encoded.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _text = new();

    public void Add(Markup markup) => _text.Append(markup.Text).Append('\n');

    /// <summary>Markup of the program's own, as it is.</summary>
    public void AddMarkup(string markup) => _text.Append(markup).Append('\n');

    public override string ToString() => _text.ToString();

    [InterpolatedStringHandler]
    public readonly struct Markup(int literalLength, int formattedCount)
    {
        private const int ValueLength = 24;

        public StringBuilder Text { get; } = new(literalLength + (formattedCount * ValueLength));

        public void AppendLiteral(string markup) => Text.Append(markup);

        public void AppendFormatted<T>(T value)
        {
            var text = value is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : value?.ToString();
            Text.Append(HtmlEncoder.Default.Encode(text ?? ""));
        }
    }
}
