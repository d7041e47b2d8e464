namespace Aspire.Hosting.ApplicationModel;

/// <summary>How a dashboard shows a command; there is none here.</summary>
public class CommandOptions;
