namespace M4sh.Console.Sessions;

public static class SessionsServices
{
    public static IServiceCollection AddSessions(this IServiceCollection services) => services.AddSingleton<SessionFeeds>();
}
