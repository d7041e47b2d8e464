using M4sh.Contracts.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace M4sh.Data;

/// <summary>Stores an enum as the contract writes it, so that a row reads like an answer of the API.</summary>
public sealed class SnakeCaseValueConverter<TEnum>() : ValueConverter<TEnum, string>(value => SnakeCase.Write(value), name => SnakeCase.Read<TEnum>(name))
    where TEnum : struct, Enum;
