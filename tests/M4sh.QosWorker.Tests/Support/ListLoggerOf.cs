using Microsoft.Extensions.Logging;

namespace M4sh.QosWorker.Tests.Support;

/// <inheritdoc/>
internal sealed class ListLogger<T> : ListLogger, ILogger<T>;
