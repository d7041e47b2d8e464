using QRCoder;

namespace M4sh.Console.Invites;

/// <summary>A QR code as the address of an image that holds itself.</summary>
public static class QrImage
{
    private const int PixelsAModule = 6;

    public static string Of(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        using var data = QRCodeGenerator.GenerateQrCode(address.AbsoluteUri, QRCodeGenerator.ECCLevel.M);
        using var code = new PngByteQRCode(data);
        return $"data:image/png;base64,{Convert.ToBase64String(code.GetGraphic(PixelsAModule))}";
    }
}
