namespace M4sh.Console.Access;

/// <summary>Logins that were ended before they ran out, for all replicas.</summary>
public interface IEndedLogins
{
    Task EndAsync(string login);

    Task<bool> IsEndedAsync(string login);
}
