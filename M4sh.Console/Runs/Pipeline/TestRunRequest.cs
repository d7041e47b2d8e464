namespace M4sh.Console.Runs.Pipeline;

/// <summary>What a pipeline asks for. What is not given is as on the page of a test call.</summary>
public sealed record TestRunRequest
{
    /// <summary>How many calls, one after the other.</summary>
    public int? Count { get; init; }

    /// <summary>Key of the limits.</summary>
    public string? Profile { get; init; }

    /// <summary>Key of the network conditions.</summary>
    public string? Network { get; init; }

    /// <summary>Signaling: <c>mixed</c>, <c>hub</c> or <c>raw</c>.</summary>
    public string? Transport { get; init; }

    /// <summary><c>any</c>, <c>relay</c> or <c>tcp</c>.</summary>
    public string? Path { get; init; }

    public string? Codec { get; init; }

    /// <summary>Of the picture, such as <c>640x480</c>.</summary>
    public string? Size { get; init; }

    /// <summary>How long each call lasts once it is up.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>What is remembered with each call, such as the build.</summary>
    public string? Note { get; init; }
}
