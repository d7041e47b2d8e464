namespace M4sh.QosWorker.Tests.Support;

internal static class Ids
{
    public static readonly Guid Session = Guid.Parse("0195b6a0-0000-7000-8000-000000000001");

    public static readonly Guid OtherSession = Guid.Parse("0195b6a0-0000-7000-8000-000000000002");
}
