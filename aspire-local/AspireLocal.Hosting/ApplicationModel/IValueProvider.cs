namespace Aspire.Hosting.ApplicationModel;

public interface IValueProvider
{
    /// <summary>The value, or null where what it comes from is not available on this machine.</summary>
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);
}
