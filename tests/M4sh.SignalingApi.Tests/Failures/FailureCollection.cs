namespace M4sh.SignalingApi.Tests.Failures;

[CollectionDefinition(nameof(FailureCollection), DisableParallelization = true)]
public sealed class FailureCollection;
