using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace M4sh.ServiceDefaults;

internal static class LogRules
{
    // ASP.NET Core's "Request starting" and "Request finished", at Information, hold the query string, and tokens ride in it.
    private const string LogsQueryStrings = "Microsoft.AspNetCore.Hosting.Diagnostics";

    private static readonly (string Category, LogLevel Level)[] Defaults =
    [
        ("Microsoft.AspNetCore", LogLevel.Warning),
        ("Microsoft.EntityFrameworkCore", LogLevel.Warning),

        // A token that could not be looked at, because its caller is gone or a service away: an error with its stack, of what is thrown on to who reports it.
        ("Microsoft.AspNetCore.Authentication.JwtBearer", LogLevel.Critical),

        // Each attempt of a retry, with its stack: whoever asked reports what became of it.
        ("Polly", LogLevel.Error),
        ("StackExchange.Redis", LogLevel.Warning),
        ("System.Net.Http.HttpClient", LogLevel.Warning),

        // It repeats an unhealthy check as an error at every probe; HealthCheckGuard says it once.
        ("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical),
    ];

    /// <summary>Levels that <c>Logging:LogLevel</c> may change, save the one that would write query strings.</summary>
    public static void AddLogRules(this IServiceCollection services) => services
        .Configure<LoggerFilterOptions>(options =>
        {
            // In front: of two rules for one category the later wins, which is then the configuration's.
            foreach (var (category, level) in Defaults)
            {
                options.Rules.Insert(0, new(providerName: null, category, level, filter: null));
            }
        })
        .PostConfigure<LoggerFilterOptions>(options =>
        {
            // A rule for one provider goes before a rule for all of them, whatever their order.
            foreach (var provider in options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList())
            {
                options.Rules.Add(new(provider, LogsQueryStrings, LogLevel.Warning, filter: null));
            }
        });
}
