using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace M4sh.SignalingApi.Sdk;

/// <summary>
/// The browser's SDK as one module: the files beside this one, in the order of their dependencies, without what ties them together. Only the
/// last one's exports are the SDK's.
/// </summary>
internal sealed class SdkModule
{
    private static readonly string[] Files =
    [
        "types", "errors", "chance", "api", "position", "outbox", "signaling", "peer-link", "quality", "nat", "ice-watch", "local-media", "peering", "call", "m4sh",
    ];

    public SdkModule()
    {
        var text = new StringBuilder();
        foreach (var file in Files)
            Append(text, file, isLast: file == Files[^1]);

        Content = Encoding.UTF8.GetBytes(text.ToString());
        Tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(Content))[..16]}\"");
    }

    public byte[] Content { get; }

    public EntityTagHeaderValue Tag { get; }

    private static void Append(StringBuilder text, string file, bool isLast)
    {
        const string Export = "export ";
        using var stream = typeof(SdkModule).Assembly.GetManifestResourceStream($"sdk/{file}.mjs")
            ?? throw new InvalidOperationException($"The SDK's {file}.mjs is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("import ", StringComparison.Ordinal) || line == "export {};")
                continue;

            text.Append(!isLast && line.StartsWith(Export, StringComparison.Ordinal) ? line[Export.Length..] : line).Append('\n');
        }
    }
}
