using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using M4sh.Contracts.Signaling;

namespace M4sh.Contracts.Json;

/// <summary>How M4sh writes and reads JSON (PROTOCOL.md §1): <c>snake_case</c>, unknown members ignored, anything else wrong refused.</summary>
public static class M4shJson
{
    /// <summary>The deepest nesting that is read.</summary>
    public const int MaxDepth = 32;

    /// <summary>The options that every part of M4sh uses, server and client. Read-only.</summary>
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <summary>Gives options that belong to somebody else (ASP.NET Core, SignalR) the settings of <see cref="Options"/>.</summary>
    /// <param name="options">The options to change.</param>
    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = MaxDepth;
        options.Converters.Add(new Rfc3339Converter());
        options.TypeInfoResolverChain.Insert(0, M4shJsonContext.Default.WithAddedModifier(WriteCandidateOnlyWhenGiven));
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions();
        Configure(options);
        options.MakeReadOnly();
        return options;
    }

    // `candidate: null` means end of candidates, a missing `candidate` that `candidates` holds them: null alone cannot tell.
    private static void WriteCandidateOnlyWhenGiven(JsonTypeInfo type)
    {
        Func<object, bool>? given = type.Type == typeof(IceCandidateMessage) ? static message => ((IceCandidateMessage)message).HasCandidate
            : type.Type == typeof(IceCandidateRelay) ? static message => ((IceCandidateRelay)message).HasCandidate
            : null;
        if (given is not null)
            type.Properties.Single(property => property.Name == "candidate").ShouldSerialize = (message, _) => given(message);
    }
}
