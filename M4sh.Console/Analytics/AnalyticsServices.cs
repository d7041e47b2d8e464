using M4sh.Console.Access;
using M4sh.Console.Feeds;
using M4sh.Console.Live;

namespace M4sh.Console.Analytics;

public static class AnalyticsServices
{
    public static IServiceCollection AddAnalytics(this IServiceCollection services) => services.AddSingleton(provider =>
    {
        var (clients, news, time) = (
            provider.GetRequiredService<PlatformClients>(), provider.GetRequiredService<LiveNews>(), provider.GetRequiredService<TimeProvider>());
        var logger = provider.GetRequiredService<ILogger<AnalyticsFeed>>();
        return new FeedPool<AnalyticsQuery, AnalyticsSnapshot>(query => new AnalyticsFeed(query, clients, news, time, logger));
    });
}
