using Aspire.Hosting.Running;

namespace M4sh.AppHost.Tests.Local;

public sealed class DataFolderTests
{
    [Fact]
    public async Task Throwaway_ManyOpenedAndClearedAtOnce_NoneTakesAnothers()
    {
        await Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken }, (_, _) =>
        {
            string path;
            using (var folder = DataFolder.OpenThrowaway())
            {
                path = folder.Path;
                File.WriteAllText(Path.Combine(folder.For("resource", keep: false), "file"), "");
            }

            Assert.False(Directory.Exists(path));
            return ValueTask.CompletedTask;
        });
    }
}
