using NpgsqlTypes;

namespace M4sh.Data.Qos.Rollups;

/// <summary>A column of a rollup's key, and its values for many keys as an array that Postgres takes.</summary>
internal sealed record QosKeyColumn<TKey>(string Name, NpgsqlDbType Type, Func<IEnumerable<TKey>, Array> Values);
