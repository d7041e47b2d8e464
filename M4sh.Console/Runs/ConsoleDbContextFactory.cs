using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace M4sh.Console.Runs;

/// <summary>For <c>dotnet ef migrations add</c>: it needs the provider, not a server.</summary>
internal sealed class ConsoleDbContextFactory : IDesignTimeDbContextFactory<ConsoleDbContext>
{
    public ConsoleDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<ConsoleDbContext>();
        ConsoleDbContext.Configure(options);
        return new(options.Options);
    }
}
