namespace M4sh.Console.Access;

public static class SecurityHeaders
{
    // MudBlazor sets styles in attributes and writes its theme into a style element; scripts all come from files of our own.
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; media-src 'self' blob:; object-src 'none'; frame-src 'none'; worker-src 'self'; base-uri 'self'; form-action 'self'; " +
        "frame-ancestors 'none'";

    // The console asks for nothing else of a device.
    private const string Permissions =
        "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=(), serial=(), bluetooth=(), midi=()";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = Permissions;
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (context.Request.IsHttps)
        {
            // Over http browsers ignore it, and say so as an error in their console.
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
        }

        return next(context);
    });
}
