using M4sh.Data;
using M4sh.SignalingApi.Tokens;

namespace M4sh.SignalingApi.Users;

public static class UserDataExtensions
{
    public static IServiceCollection AddUserData(this IServiceCollection services) => services.AddScoped<UserErasure>();

    internal static void MapUserDataEndpoints(this IEndpointRouteBuilder api) => api.MapDelete("/users/{id}/data/", EraseAsync)
        .RequireAuthorization(PlatformTokenDefaults.AdminPolicy)
        .Produces(StatusCodes.Status204NoContent)
        .WithTags("Users")
        .WithSummary("Erases a user's samples and names; rollups and events keep a random id in the user's place.");

    private static async Task<IResult> EraseAsync(string id, UserErasure erasure, TimeProvider time, CancellationToken cancellationToken)
    {
        // Routing leaves an encoded slash as it came; ids of some issuers are addresses.
        var userId = id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        await erasure.EraseAsync(userId, Guid.CreateVersion7(time.GetUtcNow()).ToString(), cancellationToken);
        return TypedResults.NoContent();
    }
}
