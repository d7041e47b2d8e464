using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using M4sh.Console.Access;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace M4sh.Console.Tests.Access;

public sealed class KeyCertificatesTests : IDisposable
{
    private const string Password = "of a test";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private string Keys => Path.Combine(_folder.FullName, "keys");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Keys_Certificate_AreStoredEncryptedAndReadByAReplica()
    {
        var certificate = NewCertificate("one");
        var sealedText = Protector(("Certificate:Path", certificate), ("Certificate:Password", Password)).Protect("a login");

        Assert.Equal("a login", Protector(("Certificate:Path", certificate), ("Certificate:Password", Password)).Unprotect(sealedText));
        Assert.DoesNotContain("masterKey", StoredKey(), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_NewCertificate_ReadsWhatTheOlderOneEncrypted()
    {
        var (older, newer) = (NewCertificate("older"), NewCertificate("newer"));
        var sealedText = Protector(("Certificate:Path", older), ("Certificate:Password", Password)).Protect("a login");

        var replica = Protector(
            ("Certificate:Path", newer), ("Certificate:Password", Password), ("Older:0:Path", older), ("Older:0:Password", Password));

        Assert.Equal("a login", replica.Unprotect(sealedText));
    }

    [Fact]
    public void Keys_AnotherCertificate_AreNotRead()
    {
        var sealedText = Protector(("Certificate:Path", NewCertificate("one")), ("Certificate:Password", Password)).Protect("a login");
        var stranger = Protector(("Certificate:Path", NewCertificate("other")), ("Certificate:Password", Password));

        Assert.ThrowsAny<CryptographicException>(() => stranger.Unprotect(sealedText));
    }

    [Fact]
    public void Keys_NoCertificate_AreStoredAsTheyAre()
    {
        Protector().Protect("a login");

        Assert.Contains("masterKey", StoredKey(), StringComparison.Ordinal);
    }

    [Fact]
    public void Certificate_NotThereOrWrongPassword_IsAnErrorAtTheStart()
    {
        var missing = Assert.Throws<OptionsValidationException>(() => Protector(("Certificate:Path", Path.Combine(_folder.FullName, "none.pfx"))));
        var closed = Assert.Throws<OptionsValidationException>(() => Protector(("Certificate:Path", NewCertificate("one")), ("Certificate:Password", "wrong")));

        Assert.Contains("none.pfx cannot be opened", missing.Message, StringComparison.Ordinal);
        Assert.Contains("one.pfx cannot be opened", closed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", closed.Message, StringComparison.Ordinal);
    }

    private IDataProtector Protector(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"{KeyOptions.SectionName}:{setting.Key}", (string?)setting.Value))).Build();
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("test").PersistKeysToFileSystem(new(Keys)).AddKeyCertificates(configuration);
        return services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>().CreateProtector("purpose");
    }

    private string StoredKey() => string.Concat(Directory.GetFiles(Keys, "key-*.xml").Select(File.ReadAllText));

    private string NewCertificate(string name)
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now, now.AddDays(1));
        var path = Path.Combine(_folder.FullName, $"{name}.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, Password));
        return path;
    }
}
