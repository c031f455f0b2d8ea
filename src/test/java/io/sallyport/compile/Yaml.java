package io.sallyport.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.istio.Problem;
import io.sallyport.istio.Reading;
import io.sallyport.istio.ResourceReader;
import io.sallyport.istio.SourceText;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.policy.Snapshot;
import java.util.List;
import java.util.Set;

/** Compiles YAML written in a test, as a file called {@code input.yaml} of the namespace {@code default}. */
public final class Yaml {

    public static final CompileOptions OPTIONS = new CompileOptions(OutboundPolicy.REGISTRY_ONLY, "default", Set.of());

    private Yaml() {}

    /** Compiles with other options. */
    public static Compilation compile(String yaml, CompileOptions options) {
        Reading reading = ResourceReader.read(List.of(new SourceText("input.yaml", yaml)));
        return ConfigCompiler.compile(reading.resources(), reading.problems(), options);
    }

    static Compilation compile(String yaml) {
        return compile(yaml, OPTIONS);
    }

    /** The snapshot of YAML that has no error. */
    public static Snapshot snapshot(String yaml) {
        Compilation compilation = compile(yaml);
        assertThat(compilation.problems())
                .filteredOn(problem -> problem.severity() == Problem.Severity.ERROR)
                .isEmpty();
        return java.util.Objects.requireNonNull(compilation.snapshot());
    }

    /** The lines of all errors. */
    public static List<String> errors(String yaml) {
        return lines(yaml, Problem.Severity.ERROR);
    }

    /** The lines of all warnings. */
    public static List<String> warnings(String yaml) {
        return lines(yaml, Problem.Severity.WARNING);
    }

    private static List<String> lines(String yaml, Problem.Severity severity) {
        return compile(yaml).problems().stream()
                .filter(problem -> problem.severity() == severity)
                .map(Problem::line)
                .toList();
    }

    /** A ServiceEntry called {@code entry}; its spec begins in line 5, indented by two columns. */
    public static String serviceEntry(String spec) {
        return resource("ServiceEntry", "entry", spec);
    }

    /** A VirtualService called {@code routes}. */
    public static String virtualService(String spec) {
        return resource("VirtualService", "routes", spec);
    }

    /** A DestinationRule called {@code rule}. */
    public static String destinationRule(String spec) {
        return resource("DestinationRule", "rule", spec);
    }

    public static String resource(String kind, String name, String spec) {
        return """
            apiVersion: networking.istio.io/v1
            kind: %s
            metadata: {name: %s}
            spec:
            """.formatted(kind, name) + spec.indent(2) + "---\n";
    }
}
