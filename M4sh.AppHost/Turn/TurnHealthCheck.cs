using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using M4sh.Turn;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace M4sh.AppHost.Turn;

/// <summary>A TURN server is healthy when it answers a binding and allocates a relayed address for a credential such as clients get, on each of its addresses.</summary>
internal sealed class TurnHealthCheck(ReferenceExpression urls, TurnSecrets secrets) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan CredentialLife = TimeSpan.FromMinutes(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        foreach (var url in (await urls.GetValueAsync(cancellationToken) ?? "").Split(','))
        {
            try
            {
                await CheckAsync(url, limit.Token);
            }
            catch (Exception exception) when (exception is SocketException or IOException or StunException)
            {
                return HealthCheckResult.Unhealthy($"{url}: {exception.Message}");
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return HealthCheckResult.Unhealthy($"{url} does not answer");
            }
        }

        return HealthCheckResult.Healthy();
    }

    private async Task CheckAsync(string url, CancellationToken cancellationToken)
    {
        if (!TurnAddress.TryParse(url, out var address))
            throw new StunException(0, "no TURN address");

        await using var client = await TurnClient.ConnectAsync(address, cancellationToken);
        await client.BindAsync(cancellationToken);
        var username = $"{(TimeProvider.System.GetUtcNow() + CredentialLife).ToUnixTimeSeconds()}:health";
        await client.AllocateAsync(username, TurnCredential.Of(secrets.Current, username), cancellationToken);
        await client.ReleaseAsync(cancellationToken);
    }
}
