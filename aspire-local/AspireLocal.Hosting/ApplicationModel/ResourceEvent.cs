namespace Aspire.Hosting.ApplicationModel;

public class ResourceEvent
{
    internal ResourceEvent(Resource resource, string state, bool healthy, string? detail)
    {
        Resource = resource;
        State = state;
        Healthy = healthy;
        Detail = detail;
    }

    public IResource Resource { get; }

    internal string State { get; }

    internal bool Healthy { get; }

    /// <summary>Why it is in this state, or why it is not healthy yet.</summary>
    internal string? Detail { get; }

    internal bool IsTerminal => KnownResourceStates.TerminalStates.Contains(State);
}
