using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Running;

namespace Aspire.Hosting;

public static class ProjectResourceBuilderExtensions
{
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => builder.AddProject(name, new TProject().ProjectPath);

    public static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, string name, string projectPath)
    {
        var project = new ProjectResource(name, projectPath);
        var profile = LaunchProfile.Read(projectPath, builder.Configuration["DOTNET_LAUNCH_PROFILE"]);
        foreach (var url in profile.ApplicationUrls)
            project.Endpoints.Add(new Endpoint(url.Scheme, url.Scheme, ProtocolType.Tcp, url.Port, null));

        foreach (var (variable, value) in profile.EnvironmentVariables)
            project.SetEnvironment(variable, ReferenceExpression.Literal(value));

        return builder.AddResource(project);
    }

    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        builder.Resource.Replicas = replicas;
        return builder;
    }
}
