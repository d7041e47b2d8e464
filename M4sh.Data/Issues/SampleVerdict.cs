namespace M4sh.Data.Issues;

/// <summary>What a sample says about an issue.</summary>
internal enum SampleVerdict
{
    /// <summary>It is not there.</summary>
    For,

    /// <summary>Nothing: it ends a row of either kind.</summary>
    Neither,

    /// <summary>It is there.</summary>
    Against,
}
