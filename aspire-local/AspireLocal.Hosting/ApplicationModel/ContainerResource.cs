namespace Aspire.Hosting.ApplicationModel;

public class ContainerResource : Resource, IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport
{
    internal ContainerResource(string name, string image)
        : base(name) => Image = image;

    /// <summary>Without registry and tag: what tells which native program can stand in.</summary>
    internal string Image { get; }

    internal List<BindMount> BindMounts { get; } = [];
}
