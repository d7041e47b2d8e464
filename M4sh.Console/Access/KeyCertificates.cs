using Microsoft.AspNetCore.DataProtection;

namespace M4sh.Console.Access;

internal static class KeyCertificates
{
    /// <summary>Keys are stored encrypted where a certificate is configured, and are read with that or an earlier one.</summary>
    public static IDataProtectionBuilder AddKeyCertificates(this IDataProtectionBuilder protection, IConfiguration configuration)
    {
        var options = configuration.GetSection(KeyOptions.SectionName).Get<KeyOptions>() ?? new();
        if (string.IsNullOrEmpty(options.Certificate.Path))
            return protection;

        var current = options.Certificate.Load();
        return protection.ProtectKeysWithCertificate(current).UnprotectKeysWithAnyCertificate([current, .. options.Older.Select(older => older.Load())]);
    }
}
