using M4sh.BrowserTests;
using M4sh.IntegrationTests;
using M4sh.TestSupport;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Stack))]
[assembly: AssemblyFixture(typeof(Chromium))]

// One call at a time: the machine's cores are what a call is made of.
[assembly: Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: TestPipelineStartup(typeof(WholeMachine))]
