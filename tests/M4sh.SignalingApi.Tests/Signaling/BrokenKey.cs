using StackExchange.Redis;

namespace M4sh.SignalingApi.Tests.Signaling;

/// <summary>A key of which Redis refuses every use, until this is disposed of: then it is as it was.</summary>
internal sealed class BrokenKey : IAsyncDisposable
{
    private readonly IDatabase _redis;
    private readonly RedisKey _key;
    private readonly RedisKey _kept;
    private int _mended;

    private BrokenKey(IDatabase redis, RedisKey key) => (_redis, _key, _kept) = (redis, key, key.Append(":kept"));

    public static async Task<BrokenKey> BreakAsync(IDatabase redis, RedisKey key)
    {
        var broken = new BrokenKey(redis, key);
        if (await redis.KeyExistsAsync(key))
            await redis.KeyRenameAsync(key, broken._kept);

        // Nothing of ours is a text.
        await redis.StringSetAsync(key, "broken");
        return broken;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _mended, 1) == 1)
            return;

        await _redis.KeyDeleteAsync(_key);
        if (await _redis.KeyExistsAsync(_kept))
            await _redis.KeyRenameAsync(_kept, _key);
    }
}
