namespace Aspire.Hosting.ApplicationModel;

/// <summary>What somebody may ask a resource to do.</summary>
internal sealed record ResourceCommand(string Name, string DisplayName, Func<ExecuteCommandContext, Task<ExecuteCommandResult>> Execute);
