using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using M4sh.Contracts.Signaling;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Ice;

/// <summary>Keeps private addresses out of what is stored of a candidate pair, where that is configured.</summary>
internal sealed class CandidateMask(IOptions<WebRtcOptions> options)
{
    private const string Masked = "private";

    public ConnectionStateMessage Apply(ConnectionStateMessage message) =>
        options.Value.MaskPrivateAddresses && message.CandidatePair is { ValueKind: JsonValueKind.Object } pair
            ? message with { CandidatePair = JsonSerializer.SerializeToElement(Mask(JsonNode.Parse(pair.GetRawText()))) }
            : message;

    /// <summary>RFC 1918, RFC 6598, RFC 4193, loopback and link-local; an mDNS name tells nothing.</summary>
    internal static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return IsPrivate(address.MapToIPv4());
        if (IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || address.IsIPv6SiteLocal)
            return true;

        return address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is
            [10, ..] or [172, >= 16 and < 32, ..] or [192, 168, ..] or [169, 254, ..] or [100, >= 64 and < 128, ..];
    }

    /// <summary>Of a candidate line, RFC 8839 §5.1, the words that are addresses.</summary>
    internal static string Mask(string text) => string.Join(' ', text.Split(' ').Select(word =>
        word.AsSpan().ContainsAny('.', ':') && IPAddress.TryParse(word, out var address) && IsPrivate(address) ? Masked : word));

    private static JsonNode? Mask(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Mask(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Mask)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Mask(value.GetValue<string>()),
        _ => node?.DeepClone(),
    };
}
