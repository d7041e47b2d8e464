using CsCheck;
using Xunit.Sdk;

namespace M4sh.SignalingApi.Tests.Signaling.Negotiations;

/// <summary>
/// Two peers that keep the rules for clients (docs/protocol.md) agree on one offer and answer, whatever happens on the way. A failure prints
/// the seed (environment variable CsCheck_Seed) and a schedule from which no step can be left out; it may be put below as a known one.
/// </summary>
public sealed class ConvergenceTests
{
    private const int Schedules = 10_000;

    [Fact]
    public Task Schedule_AnyOfThem_Converges() => Step.Schedules.SampleAsync(CheckAsync, iter: Schedules, threads: 2, print: _ => "");

    [Theory]
    [InlineData("")]
    [InlineData("I.Up I.Down P.Up P.Down I.Want I.Work I.Up I.Reply P.Down P.Work I.Rollback I.Up P.Up")]
    public Task Schedule_ThatIsKnown_Converges(string schedule) => RunAsync(Step.Parse(schedule));

    private static async Task CheckAsync(Step[] schedule)
    {
        if (await FindFailureAsync(schedule) is not { } failure)
            return;

        for (var length = schedule.Length; length > 0; length /= 2)
        {
            for (var start = 0; start + length <= schedule.Length;)
            {
                Step[] less = [.. schedule[..start], .. schedule[(start + length)..]];
                if (await FindFailureAsync(less) is { } same)
                    (schedule, failure) = (less, same);
                else
                    start++;
            }
        }

        throw new XunitException(string.Join(' ', schedule), failure);
    }

    private static async Task<Exception?> FindFailureAsync(Step[] schedule) => await Record.ExceptionAsync(() => RunAsync(schedule));

    private static async Task RunAsync(Step[] schedule)
    {
        await using var room = new MemoryRoom();
        await ModelCall.RunAsync(room, schedule);
    }
}
