using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Aspire.Hosting.ApplicationModel;

public sealed class GenerateParameterDefault : ParameterDefault
{
    // Aspire's alphabets: no letters that are easily mistaken for others, no signs that connection strings or shells give a meaning.
    private const string LowerCharacters = "abcdefghjkmnpqrstuvwxyz";
    private const string UpperCharacters = "ABCDEFGHJKMNPQRSTUVWXYZ";
    private const string NumericCharacters = "0123456789";
    private const string SpecialCharacters = "-_.{}~()*+!";

    public int MinLength { get; set; }

    public bool Lower { get; set; } = true;

    public bool Upper { get; set; } = true;

    public bool Numeric { get; set; } = true;

    public bool Special { get; set; } = true;

    public int MinLower { get; set; }

    public int MinUpper { get; set; }

    public int MinNumeric { get; set; }

    public int MinSpecial { get; set; }

    public override string GetDefaultValue()
    {
        var characters = new List<char>();
        var alphabet = Take(characters, Lower, LowerCharacters, MinLower)
            + Take(characters, Upper, UpperCharacters, MinUpper)
            + Take(characters, Numeric, NumericCharacters, MinNumeric)
            + Take(characters, Special, SpecialCharacters, MinSpecial);
        characters.AddRange(RandomNumberGenerator.GetItems<char>(alphabet, Math.Max(0, MinLength - characters.Count)));
        RandomNumberGenerator.Shuffle(CollectionsMarshal.AsSpan(characters));
        return string.Concat(characters);
    }

    private static string Take(List<char> characters, bool enabled, string alphabet, int count)
    {
        if (!enabled)
            return "";

        characters.AddRange(RandomNumberGenerator.GetItems<char>(alphabet, count));
        return alphabet;
    }
}
