package io.sallyport.reload;

import io.sallyport.compile.Compilation;
import io.sallyport.compile.CompileOptions;
import io.sallyport.compile.ConfigCompiler;
import io.sallyport.istio.Problem;
import io.sallyport.istio.Reading;
import io.sallyport.istio.ResourceReader;
import io.sallyport.istio.SourceText;
import io.sallyport.policy.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a set of texts comes to. A file with an error refuses them all; a text that stands alone gives way to what it was
 * when it was last good, and where that is no good either, or never was, to nothing.
 *
 * @param snapshot null where the texts are refused
 * @param resources how many were read, those that gave way not among them
 * @param problems of all texts as they are, and of those that stood in
 * @param alone the texts that stand alone and are in force, by name
 */
record Assembly(@Nullable Snapshot snapshot, int resources, List<Problem> problems, Map<String, SourceText> alone) {

    /** @param before {@link #alone} of the assembly in force */
    static Assembly of(List<SourceText> texts, Map<String, SourceText> before, CompileOptions options) {
        List<SourceText> present = texts;
        List<Problem> refused = new ArrayList<>();
        Set<String> gaveWay = new HashSet<>();
        while (true) {
            Reading reading = ResourceReader.read(present);
            Compilation compilation = ConfigCompiler.compile(reading.resources(), reading.problems(), options);
            Set<String> bad = compilation.snapshot() == null ? bad(present, compilation.problems()) : Set.of();
            if (bad.isEmpty()) {
                refused.addAll(compilation.problems());
                return new Assembly(compilation.snapshot(), reading.resources().size(), refused, alone(present));
            }
            compilation.problems().stream()
                    .filter(problem -> bad.contains(problem.where().file()))
                    .forEach(refused::add);
            present = without(present, bad, before, gaveWay);
        }
    }

    /** Those that stand alone and have an error. */
    private static Set<String> bad(List<SourceText> texts, List<Problem> problems) {
        Set<String> faulty = problems.stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .map(problem -> problem.where().file())
                .collect(Collectors.toSet());
        return texts.stream()
                .filter(text -> text.standsAlone() && faulty.contains(text.name()))
                .map(SourceText::name)
                .collect(Collectors.toSet());
    }

    private static List<SourceText> without(
            List<SourceText> texts, Set<String> bad, Map<String, SourceText> before, Set<String> gaveWay) {
        List<SourceText> next = new ArrayList<>(texts.size());
        for (SourceText text : texts) {
            SourceText former = before.get(text.name());
            if (!bad.contains(text.name())) {
                next.add(text);
            } else if (gaveWay.add(text.name()) && former != null && !former.equals(text)) {
                next.add(former);
            }
        }
        return next;
    }

    private static Map<String, SourceText> alone(List<SourceText> texts) {
        Map<String, SourceText> alone = new HashMap<>();
        for (SourceText text : texts) {
            if (text.standsAlone()) {
                alone.put(text.name(), text);
            }
        }
        return Map.copyOf(alone);
    }
}
