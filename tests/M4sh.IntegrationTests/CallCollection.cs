namespace M4sh.IntegrationTests;

/// <summary>Tests that make calls take turns: one of them counts what a call adds to the metrics.</summary>
[CollectionDefinition(Name)]
public sealed class CallCollection
{
    public const string Name = "calls";
}
