using M4sh.TestSupport;
using Xunit.v3;

[assembly: TestPipelineStartup(typeof(WholeMachine))]
