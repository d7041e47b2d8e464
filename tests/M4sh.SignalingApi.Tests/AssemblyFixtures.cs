using M4sh.TestSupport;

[assembly: AssemblyFixture(typeof(PostgresServer))]
[assembly: AssemblyFixture(typeof(RedisServer))]
[assembly: Xunit.v3.TestPipelineStartup(typeof(WholeMachine))]
