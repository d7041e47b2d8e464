using System.Text.Json.Nodes;
using M4sh.Contracts.Json;

namespace M4sh.Data.Sessions;

/// <summary>What the event of a transition tells beside its type.</summary>
public static class SessionEventData
{
    /// <param name="transition">The transition.</param>
    /// <param name="text">What the one who asked for it said.</param>
    /// <returns>Null: nothing.</returns>
    public static JsonObject? Of(SessionTransition transition, string? text = null)
    {
        if (transition.EndReason is not { } reason)
            return null;

        var data = new JsonObject { ["reason"] = SnakeCase.Write(reason) };
        if (text is not null)
            data["text"] = text;

        return data;
    }
}
