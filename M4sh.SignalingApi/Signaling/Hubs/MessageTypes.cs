using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using M4sh.Contracts.Json;
using M4sh.Contracts.Signaling;

namespace M4sh.SignalingApi.Signaling.Hubs;

/// <summary>The methods of the hub and its callbacks by the type of message that they are in the contract.</summary>
internal static class MessageTypes
{
    private static readonly FrozenDictionary<string, string> Names = typeof(ISignalingServer).GetMethods()
        .Concat(typeof(ISignalingClient).GetMethods())
        .Select(method => method.Name)
        .Distinct()
        .ToFrozenDictionary(name => name, JsonNamingPolicy.KebabCaseLower.ConvertName);

    private static readonly FrozenDictionary<string, (string Method, JsonTypeInfo Argument)> Client = typeof(ISignalingServer).GetMethods()
        .ToFrozenDictionary(
            method => Names[method.Name],
            method => (method.Name, M4shJson.Options.GetTypeInfo(method.GetParameters().Single().ParameterType)));

    /// <summary>The type of message that a method of the hub, or of its clients, is for.</summary>
    public static string NameOf(string method) => Names[method];

    /// <summary>Null: clients send no such message.</summary>
    public static (string Method, JsonTypeInfo Argument)? Find(string type) => Client.TryGetValue(type, out var found) ? found : null;
}
