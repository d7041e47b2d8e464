using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace M4sh.Data;

/// <summary>Stores an enum as the contract writes it, so that a row reads like an answer of the API.</summary>
public sealed class SnakeCaseValueConverter<TEnum>() : ValueConverter<TEnum, string>(value => SnakeCase.Write(value), name => SnakeCase.Read<TEnum>(name))
    where TEnum : struct, Enum;

/// <summary>Enum values by their name in the contract.</summary>
public static class SnakeCase
{
    public static string Write<TEnum>(TEnum value) where TEnum : struct, Enum => Names<TEnum>.ByValue[value];

    public static TEnum Read<TEnum>(string name) where TEnum : struct, Enum => Names<TEnum>.ByName[name];

    private static class Names<TEnum> where TEnum : struct, Enum
    {
        public static readonly Dictionary<TEnum, string> ByValue = Enum.GetValues<TEnum>()
            .ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

        public static readonly Dictionary<string, TEnum> ByName = ByValue.ToDictionary(pair => pair.Value, pair => pair.Key);
    }
}
