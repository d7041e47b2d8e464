using System.Runtime.InteropServices;

/// <summary>
/// What .NET runs in the servers under measurement before their own code (DOTNET_STARTUP_HOOKS, which finds it by this name): on SIGUSR2 all garbage is
/// collected, so that their memory can be compared.
/// </summary>
internal static class StartupHook
{
    private const int SigUsr2 = 12;

    private static PosixSignalRegistration? s_registration;

    public static void Initialize() => s_registration ??= PosixSignalRegistration.Create((PosixSignal)SigUsr2, static signal =>
    {
        signal.Cancel = true;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    });
}
