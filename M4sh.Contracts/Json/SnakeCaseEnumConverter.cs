using System.Text.Json;
using System.Text.Json.Serialization;

namespace M4sh.Contracts.Json;

/// <summary>Writes an enum as its name in <c>snake_case</c> and reads nothing else: a number is a wrong type.</summary>
/// <typeparam name="TEnum">The enum.</typeparam>
public sealed class SnakeCaseEnumConverter<TEnum>()
    : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
