namespace M4sh.Console.Invites;

/// <summary>The invites of all replicas of the console.</summary>
public interface IInvites
{
    Task<Invite> CreateAsync(InvitedCall invited);

    /// <summary>Opens an invite in a browser: the first that does is the only one that may.</summary>
    /// <param name="token">The invite's.</param>
    /// <param name="browser">A random name that the browser has given itself and keeps.</param>
    Task<(InviteState State, InvitedCall? Call)> OpenAsync(string token, string browser);

    /// <summary>From here on it opens nothing.</summary>
    Task RevokeAsync(string token);
}
