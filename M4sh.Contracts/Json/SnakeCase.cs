using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace M4sh.Contracts.Json;

/// <summary>Enum values by their name in the contract: <c>snake_case</c>, unless <see cref="JsonStringEnumMemberNameAttribute"/> says otherwise.</summary>
public static class SnakeCase
{
    /// <summary>The value's name.</summary>
    public static string Write<TEnum>(TEnum value) where TEnum : struct, Enum => Names<TEnum>.ByValue[value];

    /// <summary>The value of that name.</summary>
    /// <exception cref="KeyNotFoundException">No value has it.</exception>
    public static TEnum Read<TEnum>(string name) where TEnum : struct, Enum => Names<TEnum>.ByName[name];

    /// <summary>The value of that name, if there is one.</summary>
    public static bool TryRead<TEnum>(string name, out TEnum value) where TEnum : struct, Enum => Names<TEnum>.ByName.TryGetValue(name, out value);

    private static class Names<TEnum> where TEnum : struct, Enum
    {
        public static readonly Dictionary<TEnum, string> ByValue = Enum.GetValues<TEnum>().ToDictionary(value => value, NameOf);

        public static readonly Dictionary<string, TEnum> ByName = ByValue.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

        private static string NameOf(TEnum value)
        {
            var name = value.ToString();
            return typeof(TEnum).GetField(name)?.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
                ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
        }
    }
}
