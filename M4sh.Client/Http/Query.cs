using System.Globalization;
using System.Text;
using M4sh.Contracts.Json;

namespace M4sh.Client.Http;

/// <summary>A path with the members of a query string that were given.</summary>
internal sealed class Query(string path)
{
    private readonly StringBuilder _text = new(path);
    private char _separator = '?';

    public Query Add(string name, string? value)
    {
        if (value is not null)
        {
            _text.Append(_separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            _separator = '&';
        }

        return this;
    }

    public Query Add(string name, int? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public Query Add(string name, DateTimeOffset? value) =>
        Add(name, value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));

    public Query AddSeconds(string name, TimeSpan? value) => Add(name, value?.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture));

    public Query Add<TEnum>(string name, TEnum? value)
        where TEnum : struct, Enum =>
        Add(name, value is { } given ? SnakeCase.Write(given) : null);

    public override string ToString() => _text.ToString();
}
