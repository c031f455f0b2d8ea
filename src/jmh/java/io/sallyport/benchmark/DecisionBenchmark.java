package io.sallyport.benchmark;

import io.sallyport.policy.Decision;
import io.sallyport.policy.Snapshot;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the policy takes to decide one request. Ten different requests take turns, whatever is listed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecisionBenchmark {

    private static final int ROUTES = 100;
    private static final int REQUESTS = 10;

    /** Which request is asked about. */
    public enum Asked {
        /** A host listed by name; no VirtualService. */
        EXACT,
        /** A name below a listed wildcard. */
        WILDCARD,
        /** A host that is not listed. */
        MISS,
        /** A listed host with a VirtualService of one route, with timeout and retries. */
        ROUTED,
        /** The last of a hundred routes, told apart by the beginning of the path. */
        PREFIX,
        /** The same by expressions that begin like each other. */
        REGEX,
        /** The same by one header. */
        HEADER
    }

    /** ServiceEntries. */
    @Param({"10", "10000"})
    public int entries;

    /** The request. */
    @Param
    public Asked asked = Asked.EXACT;

    private Snapshot snapshot = GeneratedConfig.compile();
    private AskedHead[] heads = {};
    private int next;

    /** Compiles the configuration. */
    @Setup
    public void compile() {
        String listed = GeneratedConfig.serviceEntries(entries);
        snapshot = switch (asked) {
            case EXACT, WILDCARD, MISS -> GeneratedConfig.compile(listed);
            case ROUTED -> GeneratedConfig.compile(listed, GeneratedConfig.virtualServices(entries));
            case PREFIX -> routes(listed, route -> "uri: {prefix: /shop/" + name(route) + "/}");
            case REGEX -> routes(listed, route -> "uri: {regex: \"/shop/[a-z]+-" + route + "/[0-9]+\"}");
            case HEADER -> routes(listed, route -> "headers: {x-tenant: {exact: " + name(route) + "}}");
        };
        heads = IntStream.range(0, REQUESTS).mapToObj(this::head).toArray(AskedHead[]::new);
        Decision decision = decide();
        if (decision instanceof Decision.Forward == (asked == Asked.MISS)) {
            throw new IllegalStateException("unexpected: " + decision);
        }
    }

    /** One decision. */
    @Benchmark
    public Decision decide() {
        int turn = next;
        next = turn + 1 == REQUESTS ? 0 : turn + 1;
        return snapshot.decide(heads[turn], ThreadLocalRandom.current());
    }

    private AskedHead head(int turn) {
        int number = turn * (entries / REQUESTS);
        return switch (asked) {
            case EXACT, ROUTED -> AskedHead.get(GeneratedConfig.host(number), "/shop/1?page=2");
            case WILDCARD ->
                AskedHead.get(
                        "eu-" + turn + "." + GeneratedConfig.domain(number - number % 10), "/shop/1?page=2");
            case MISS -> AskedHead.get("missing-" + GeneratedConfig.host(number), "/shop/1?page=2");
            case PREFIX, REGEX, HEADER ->
                AskedHead.get(GeneratedConfig.host(1), "/shop/" + name(ROUTES - 1) + "/" + turn + "?page=2")
                        .with("x-tenant", name(ROUTES - 1));
        };
    }

    private static String name(int route) {
        return "tenant-" + route;
    }

    private static Snapshot routes(String listed, IntFunction<String> match) {
        return GeneratedConfig.compile(listed, GeneratedConfig.routes(ROUTES, match));
    }
}
