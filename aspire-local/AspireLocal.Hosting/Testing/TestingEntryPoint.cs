using System.Reflection;

namespace Aspire.Hosting.Testing;

internal sealed class TestingEntryPoint(Assembly assembly)
{
    private static readonly AsyncLocal<TestingEntryPoint?> s_ambient = new();

    private IDistributedApplicationTestingBuilder? _builder;

    /// <summary>Set in the flow of an AppHost's Main that the testing builder runs.</summary>
    public static TestingEntryPoint? Current => s_ambient.Value;

    public Assembly Assembly => assembly;

    public void Return(IDistributedApplicationTestingBuilder result)
    {
        _builder = result;
        throw new MainEndsHereException();
    }

    public async Task<IDistributedApplicationTestingBuilder> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var main = assembly.EntryPoint ?? throw new HostingException($"{assembly.GetName().Name} has no entry point.");
        try
        {
            await Task.Run(() =>
            {
                s_ambient.Value = this;
                return main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, main.GetParameters().Length == 0 ? [] : [args], null);
            }, cancellationToken);
        }
        catch (MainEndsHereException)
        {
            return _builder!;
        }

        throw new HostingException($"The Main of {assembly.GetName().Name} ended without calling Build().");
    }

    private sealed class MainEndsHereException : Exception;
}
