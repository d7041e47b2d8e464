namespace M4sh.SignalingApi.Live;

/// <summary>A client has let too many events pile up.</summary>
internal sealed class SlowClientException() : Exception("The client does not read as fast as things happen.");
