namespace M4sh.Console.Problems;

/// <summary>Something went wrong that the console can put into words itself.</summary>
public sealed class ProblemException(Problem problem, Exception? inner = null) : Exception(problem.What, inner)
{
    public Problem Problem => problem;
}
