using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace M4sh.Data;

/// <summary>For <c>dotnet ef migrations add</c>: it needs the provider, not a server.</summary>
internal sealed class M4shDbContextFactory : IDesignTimeDbContextFactory<M4shDbContext>
{
    public M4shDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<M4shDbContext>().UseNpgsql();
        M4shDbContext.Configure(options);
        return new(options.Options);
    }
}
