using System.IO.Pipelines;
using System.Net;
using M4sh.Contracts.Live;

namespace M4sh.Console.Tests.Fakes;

/// <summary>The API's live stream. It does not answer until the test decides how.</summary>
internal sealed class FakeLiveStream
{
    private readonly TaskCompletionSource _decided = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private Pipe _pipe = new();
    private HttpStatusCode _status = HttpStatusCode.OK;

    public int Opened { get; private set; }

    /// <summary>How often it was refused.</summary>
    public int Refused { get; private set; }

    /// <summary>From here on it is open.</summary>
    public void Open() => Answer(HttpStatusCode.OK);

    /// <summary>From here on it is refused; one that is open is cut.</summary>
    public void Refuse(HttpStatusCode status = HttpStatusCode.ServiceUnavailable) => Answer(status);

    public async Task TellAsync<T>(string name, T data) =>
        await _pipe.Writer.WriteAsync(LiveFrame.Write(name, data, FakeApi.Start), TestContext.Current.CancellationToken);

    public async Task<HttpResponseMessage> OpenAsync(CancellationToken cancellationToken)
    {
        await _decided.Task.WaitAsync(cancellationToken);
        lock (_lock)
        {
            if (_status != HttpStatusCode.OK)
            {
                Refused++;
                return new(_status);
            }

            Opened++;
            return new(HttpStatusCode.OK) { Content = new StreamContent(_pipe.Reader.AsStream()) };
        }
    }

    private void Answer(HttpStatusCode status)
    {
        lock (_lock)
        {
            _pipe.Writer.Complete(new IOException("cut"));
            (_status, _pipe) = (status, new());
        }

        _decided.TrySetResult();
    }
}
