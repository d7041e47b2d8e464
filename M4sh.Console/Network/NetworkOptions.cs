using System.ComponentModel.DataAnnotations;
using System.Net;

namespace M4sh.Console.Network;

/// <summary>Where the relays between the peers of test calls listen.</summary>
public sealed class NetworkOptions : IValidatableObject
{
    public const string SectionName = "Network";

    /// <summary>An IPv4 address of this machine that the browser reaches by UDP. Default 127.0.0.1: the browser is on this machine.</summary>
    public string Address { get; set; } = "127.0.0.1";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPAddress.TryParse(Address, out var address) || address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetwork
            || address.Equals(IPAddress.Any))
        {
            yield return new($"{SectionName}:{nameof(Address)} must be an IPv4 address of this machine, which the browser is told.");
        }
    }
}
