namespace Aspire.Hosting.Running;

internal static class Users
{
    /// <summary>What a command line begins with to run as another user: only root can, and only root needs to.</summary>
    public static IReadOnlyList<string> Become(string? user) => user is null || !Environment.IsPrivilegedProcess
        ? []
        : [Programs.Find("setpriv") ?? throw new HostingException("setpriv is missing: apt-get install util-linux"),
            $"--reuid={user}", $"--regid={user}", "--clear-groups"];
}
