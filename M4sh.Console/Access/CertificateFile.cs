using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace M4sh.Console.Access;

/// <summary>A PKCS #12 file (<c>.pfx</c>, <c>.p12</c>) that holds a certificate with its RSA key.</summary>
public sealed class CertificateFile
{
    public string? Path { get; set; }

    /// <summary>A secret.</summary>
    public string? Password { get; set; }

    /// <exception cref="OptionsValidationException">It is not there, does not open with the password, or has no RSA key: nothing could be decrypted.</exception>
    internal X509Certificate2 Load()
    {
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(Path!, Password);
            return certificate.GetRSAPrivateKey() is not null ? certificate : throw Refuse("has no RSA key", null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Refuse("cannot be opened", exception);
        }
    }

    private OptionsValidationException Refuse(string why, Exception? cause) =>
        new(KeyOptions.SectionName, typeof(KeyOptions), [$"{KeyOptions.SectionName}: the certificate {Path} {why}{(cause is null ? "" : $": {cause.Message}")}."]);
}
