package io.sallyport.cli.check;

import io.sallyport.compile.Compilation;
import io.sallyport.compile.CompileOptions;
import io.sallyport.compile.ConfigCompiler;
import io.sallyport.compile.Coverage;
import io.sallyport.istio.Problem;
import io.sallyport.istio.ResourceReader;
import io.sallyport.istio.SourceText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads and compiles, exactly as {@code run} does, and puts each problem beside its line. */
public final class Checker {

    private final Map<String, SourceLines> lines = new HashMap<>();
    private final List<String> files;

    private Checker(CheckInput input) {
        files = input.texts().stream().map(SourceText::name).toList();
        input.texts().forEach(text -> lines.put(text.name(), new SourceLines(text.text())));
    }

    /** Checks all texts as one configuration. */
    public static CheckReport check(CheckInput input, CompileOptions options, boolean strict) {
        var reading = ResourceReader.read(input.texts());
        Compilation compilation = ConfigCompiler.compile(reading.resources(), reading.problems(), options);
        List<Problem> problems = Stream.concat(input.problems().stream(), compilation.problems().stream())
                .toList();
        return new CheckReport(
                input.texts().size(),
                reading.resources().size(),
                strict,
                new Checker(input).findings(problems),
                CoverageLines.of(Coverage.of(reading.resources(), compilation.problems())));
    }

    private List<Finding> findings(List<Problem> problems) {
        Map<String, Integer> order = new HashMap<>();
        files.forEach(file -> order.put(file, order.size()));
        List<Problem> sorted = new ArrayList<>(problems);
        sorted.sort(Comparator.comparingInt(
                        (Problem problem) -> order.getOrDefault(problem.where().file(), -1))
                .thenComparingInt(problem -> problem.where().line())
                .thenComparingInt(problem -> problem.where().column())
                .thenComparing(Problem::severity));
        return sorted.stream().map(this::finding).toList();
    }

    private Finding finding(Problem problem) {
        SourceLines source = lines.get(problem.where().file());
        // What is wrong with a resource as a whole is told by its title; its first line says nothing.
        boolean whole = problem.where().path().isEmpty() && !problem.resource().isEmpty();
        Excerpt excerpt = source == null || whole ? null : Excerpt.of(source, problem.where());
        return new Finding(Secrets.without(problem), excerpt);
    }
}
