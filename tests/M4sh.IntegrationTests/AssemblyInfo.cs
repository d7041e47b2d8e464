using M4sh.IntegrationTests;

[assembly: AssemblyFixture(typeof(Stack))]
