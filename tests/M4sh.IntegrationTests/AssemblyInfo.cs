using M4sh.IntegrationTests;
using M4sh.TestSupport;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Stack))]
[assembly: TestPipelineStartup(typeof(WholeMachine))]

// What one starts another would count: processes, messages, samples.
[assembly: Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
