using M4sh.Console.Problems;
using M4sh.Contracts.Sessions;
using Microsoft.JSInterop;

namespace M4sh.Console.Calls;

/// <summary>The peers of the page behind this circuit: <c>wwwroot/js/peer.js</c>.</summary>
public sealed class BrowserPeers(IJSRuntime js) : IBrowserPeers, IAsyncDisposable
{
    private const string Module = "./js/peer.js";
    private const string MediaPrefix = "media: ";

    private Task<IJSObjectReference>? _module;

    /// <summary>The id of the video element that shows what a side receives.</summary>
    public static string VideoId(ParticipantRole role) => $"peer-{CallSteps.Name(role)}-video";

    public async Task PrepareAsync(CancellationToken cancellationToken) => await LoadAsync().WaitAsync(cancellationToken);

    public async Task<IBrowserPeer> OpenAsync(ParticipantRole role, MediaPlan media, IBrowserPeerEvents events)
    {
        var module = await LoadAsync();
        var callback = DotNetObjectReference.Create(new BrowserPeerCallback(events));
        try
        {
            var peer = await module.InvokeAsync<IJSObjectReference>("init", callback, CallSteps.Name(role), VideoId(role), new
            {
                isSynthetic = media.Source == MediaSource.Synthetic,
                codec = media.Codec.ToString(),
                media.Size.Width,
                media.Size.Height,
                media.Size.MaxKbps,
            });
            return new BrowserPeer(peer, callback);
        }
        catch (JSException exception) when (MediaFailure(exception) is { } name)
        {
            callback.Dispose();
            throw new ProblemException(CallProblems.NoMedia(name), exception);
        }
        catch
        {
            callback.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_module is not { IsCompletedSuccessfully: true })
        {
            return;
        }

        try
        {
            await (await _module).DisposeAsync();
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // The page is gone or does not answer, and the module with it.
        }
    }

    private static string? MediaFailure(JSException exception) =>
        exception.Message.StartsWith(MediaPrefix, StringComparison.Ordinal) ? exception.Message[MediaPrefix.Length..].Split('\n')[0].Trim() : null;

    private Task<IJSObjectReference> LoadAsync()
    {
        // One that failed, for instance while the circuit was reconnecting, is tried again.
        if (_module is null or { IsFaulted: true } or { IsCanceled: true })
        {
            _module = js.InvokeAsync<IJSObjectReference>("import", Module).AsTask();
        }

        return _module;
    }
}
