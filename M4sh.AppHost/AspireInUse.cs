using System.Reflection;

namespace M4sh.AppHost;

/// <summary>Says at every start which Aspire this build runs on, why, and how to have the other.</summary>
internal static class AspireInUse
{
    public static void Print()
    {
        var values = typeof(AspireInUse).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToLookup(value => value.Key, value => value.Value);
        var real = values["m4sh:aspire"].FirstOrDefault() == "true";
        Console.WriteLine(real
            ? "M4sh runs on Aspire's own packages and containers."
            : "M4sh runs on aspire-local: native Postgres, Redis and coturn in the place of Aspire's containers.");
        Console.WriteLine($"  Why: {values["m4sh:aspire-reason"].FirstOrDefault()}. The other: dotnet run --project M4sh.AppHost -p:AspirePackages={(real ? "false" : "true")}");
    }
}
