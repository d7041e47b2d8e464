using M4sh.BrowserTests;
using M4sh.IntegrationTests;

[assembly: AssemblyFixture(typeof(Stack))]
[assembly: AssemblyFixture(typeof(Chromium))]

// One call at a time: the machine's cores are what a call is made of.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
