namespace Aspire.Hosting.Running;

/// <param name="Testing">Random ports and data that is thrown away, as under Aspire.Hosting.Testing.</param>
internal sealed record RunOptions(bool Testing);
