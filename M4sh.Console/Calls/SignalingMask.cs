using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace M4sh.Console.Calls;

/// <summary>Makes a signaling message fit to be shown: tokens, TURN credentials and ICE passwords are never in it.</summary>
public static partial class SignalingMask
{
    public const string Masked = "•••";
    private const string SdpMember = "sdp";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly string[] Secrets = ["token", "credential", "password"];

    /// <returns>The JSON to show, and the first session description that was in it.</returns>
    public static (string Payload, string? Sdp) Apply(JsonElement message)
    {
        string? sdp = null;
        var node = JsonSerializer.SerializeToNode(message);
        Walk(node, ref sdp);
        return (node?.ToJsonString(Indented) ?? "{}", sdp);
    }

    private static void Walk(JsonNode? node, ref string? sdp)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
            {
                Walk(item, ref sdp);
            }
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                if (Secrets.Contains(name) && value is not null)
                {
                    members[name] = Masked;
                }
                else if (name == SdpMember && value is JsonValue text && text.TryGetValue(out string? description))
                {
                    sdp ??= IcePassword().Replace(description, $"$1{Masked}");
                    members[name] = $"{description.Count(letter => letter == '\n')} lines";
                }
                else
                {
                    Walk(value, ref sdp);
                }
            }
        }
    }

    [GeneratedRegex("(a=ice-pwd:)[^\r\n]*")]
    private static partial Regex IcePassword();
}
