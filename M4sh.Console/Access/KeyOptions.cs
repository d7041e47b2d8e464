namespace M4sh.Console.Access;

/// <summary>How the keys that the console's replicas share through Redis are kept there: they seal cookies, invites and circuits.</summary>
public sealed class KeyOptions
{
    public const string SectionName = "Access:Keys";

    /// <summary>What encrypts them. Default: nothing; whoever reads Redis can then make a login.</summary>
    public CertificateFile Certificate { get; set; } = new();

    /// <summary>Earlier ones, for keys that they encrypted. Default none.</summary>
    public IList<CertificateFile> Older { get; } = [];
}
