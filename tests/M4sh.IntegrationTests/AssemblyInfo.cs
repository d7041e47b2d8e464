using M4sh.IntegrationTests;
using M4sh.TestSupport;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Stack))]
[assembly: TestPipelineStartup(typeof(WholeMachine))]
