using System.Reflection;
using System.Text.RegularExpressions;

namespace M4sh.AppHost.Tests.Local;

/// <summary>Aspire's public surface as a text (a heading a type, a line a member), and what of another assembly is not in it.</summary>
internal sealed partial class AspireFacts(string text)
{
    // Types that the text only mentions, in the members of others: no more than their names can be checked.
    private static readonly HashSet<string> s_mentionedOnly =
    [
        "CommandOptions", "EndpointProperty", "EndpointReferenceExpression", "ExecuteCommandContext", "ResourceCommandService",
        "IValueProvider", "ReferenceExpression.ExpressionInterpolatedStringHandler", "ResourceEvent",
    ];

    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(int)] = "int", [typeof(long)] = "long", [typeof(object)] = "object",
    };

    private readonly Dictionary<string, HashSet<string>> _members = Read(text);

    public IEnumerable<string> Lacks(IEnumerable<Type> types) => types.SelectMany(Lacks);

    private IEnumerable<string> Lacks(Type type)
    {
        if (s_mentionedOnly.Contains(NameOf(type)))
        {
            return text.Contains(NameOf(type), StringComparison.Ordinal) ? [] : [type.FullName!];
        }

        return _members.TryGetValue(HeadingOf(type), out var members)
            ? MembersOf(type).Where(member => !members.Contains(Normalize(member)) && !members.Contains(Normalize(WithSetter(member)))).Select(member => $"{type.FullName}: {member}")
            : [type.FullName!];
    }

    private static Dictionary<string, HashSet<string>> Read(string text) => text.Split("## ").Skip(1)
        .Select(section => section.Split('\n'))
        .ToDictionary(lines => WithoutVariance(lines[0].Split("  (")[0]), lines => lines.Skip(1).Select(Normalize).ToHashSet());

    private static IEnumerable<string> MembersOf(Type type)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var constructor in type.GetConstructors(Declared).Where(_ => !type.IsAbstract))
        {
            yield return $".ctor({ParametersOf(constructor)})";
        }

        foreach (var property in type.GetProperties(Declared))
        {
            var isStatic = property.GetMethod!.IsStatic ? "static " : "";
            yield return $"{isStatic}{NameOf(property.PropertyType)} {property.Name} {{ get; {(property.SetMethod?.IsPublic == true ? "set; " : "")}}}";
        }

        foreach (var field in type.GetFields(Declared))
        {
            yield return $"static {NameOf(field.FieldType)} {field.Name}";
        }

        foreach (var method in type.GetMethods(Declared).Where(method => !method.IsSpecialName))
        {
            var extends = method.IsDefined(typeof(System.Runtime.CompilerServices.ExtensionAttribute));
            var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";
            yield return $"{(method.IsStatic && !extends ? "static " : "")}{NameOf(method.ReturnType)} {method.Name}{generic}({(extends ? "this " : "")}{ParametersOf(method)})";
        }
    }

    private static string ParametersOf(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        (parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "")
        + $"{NameOf(parameter.ParameterType)} {parameter.Name}{(parameter.IsOptional ? " = default" : "")}"));

    private static string HeadingOf(Type type) =>
        $"{type.Namespace}.{NameOf(type)}";

    private static string NameOf(Type type)
    {
        if (type.IsByRef)
        {
            return $"ref {NameOf(type.GetElementType()!)}";
        }

        if (type.IsArray)
        {
            return $"{NameOf(type.GetElementType()!)}[]";
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return $"{NameOf(value)}?";
        }

        var name = s_keywords.GetValueOrDefault(type) ?? type.Name.Split('`')[0];
        var arguments = type.IsGenericType ? $"<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : "";
        return (type.IsNested && !type.IsGenericParameter ? $"{NameOf(type.DeclaringType!)}." : "") + name + arguments;
    }

    private static string WithSetter(string member) => member.Replace("{ get; }", "{ get; set; }", StringComparison.Ordinal);

    private static string WithoutVariance(string heading) => heading.Replace("<out ", "<", StringComparison.Ordinal);

    /// <summary>Constraints, default values and the question marks of reference types are not compared.</summary>
    private static string Normalize(string member)
    {
        var signature = member.Trim().Split(" where ")[0];
        signature = DefaultValue().Replace(signature, " = default");
        return QuestionMark().Replace(signature, "");
    }

    [GeneratedRegex(@" = [\w.]+")]
    private static partial Regex DefaultValue();

    [GeneratedRegex(@"(?<!\b(int|bool|long|double|ProtocolType|TimeSpan|NetworkIdentifier|WaitBehavior))\?")]
    private static partial Regex QuestionMark();
}
