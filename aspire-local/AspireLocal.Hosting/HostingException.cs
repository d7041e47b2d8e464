namespace Aspire.Hosting;

/// <summary>Something that the developer can put right: its message is shown without a stack trace.</summary>
internal sealed class HostingException(string message, Exception? inner = null) : Exception(message, inner);
