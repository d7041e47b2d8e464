namespace M4sh.Console.Invites;

public static class InviteServices
{
    public static IServiceCollection AddInvites(this IServiceCollection services)
    {
        services.AddOptions<InviteOptions>().BindConfiguration(InviteOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<IInvites, RedisInvites>();
    }
}
