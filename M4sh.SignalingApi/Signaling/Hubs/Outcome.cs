using M4sh.Contracts.Errors;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Signaling.Peers;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace M4sh.SignalingApi.Signaling.Hubs;

/// <summary>What became of a message, as the contract tells it.</summary>
internal static class Outcome
{
    private const string OwnText = $"{nameof(HubException)}: ";
    private const string Separator = ": ";
    private const string Refused = "There is no such message, or a member is not what it must be.";

    /// <summary>An invocation's end as SignalR would have it: without the <see cref="Answer"/> that the hub's filter made of its result.</summary>
    public static HubMessage Open(HubMessage message, out PendingAnswer? pending)
    {
        if (message is not CompletionMessage { Result: Answer answer, InvocationId: var id })
        {
            pending = null;
            return message;
        }

        pending = answer.Pending;
        return new CompletionMessage(id!, answer.Error, answer.Result, hasResult: answer.Error is null);
    }

    /// <summary>The callback for a message that was sent without waiting. Null: its client wants to hear nothing.</summary>
    public static InvocationMessage? ToCallback(CompletionMessage completion, string? messageId)
    {
        if (completion.Error is { } error)
        {
            var (code, detail) = Read(error);
            return Callback(nameof(ISignalingClient.Error), new ErrorMessage { Id = messageId, Code = code, Message = detail });
        }

        return messageId is not null && completion.Result is Ack ack ? Callback(nameof(ISignalingClient.Ack), ack) : null;
    }

    /// <summary>The text of a refusal: <c>"code: detail"</c>, without what SignalR puts before it, and with a code for what SignalR itself refuses.</summary>
    public static string Text(string error)
    {
        var (code, detail) = Read(error);
        return Text(code, detail);
    }

    public static string Text(string code, string detail) => $"{code}{Separator}{detail}";

    private static (string Code, string Detail) Read(string error)
    {
        var own = error.IndexOf(OwnText, StringComparison.Ordinal);
        var text = own < 0 ? error : error[(own + OwnText.Length)..];
        return text.IndexOf(Separator, StringComparison.Ordinal) is > 0 and var end
            && ErrorCodes.StatusOf(text[..end]) != StatusCodes.Status500InternalServerError
                ? (text[..end], text[(end + Separator.Length)..])
                : (ErrorCodes.InvalidRequest, Refused);
    }

    private static InvocationMessage Callback(string method, object argument) => new(method, [argument]);
}
