package io.sallyport.telemetry;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The {@code response_flags} of metrics and access log, as Envoy writes them. */
public final class ResponseFlags {

    /** Envoy joins flags with commas in the order of its own list. */
    private static final List<String> ORDER = List.of(
            "UH", "UT", "UR", "UF", "UC", "UO", "NR", "DI", "FI", "UAEX", "DC", "URX", "SI", "DPE", "DT", "UPE", "NC",
            "OM", "DF");

    /** What may come on top of the outcome; the place of each is its bit. */
    private static final List<String> BESIDES = List.of("UO", "DI", "FI", "URX");

    private static final Map<Outcome, List<String>> FLAGS = new EnumMap<>(Outcome.class);

    static {
        for (Outcome outcome : Outcome.values()) {
            FLAGS.put(outcome, combinations(outcome.flag()));
        }
    }

    private ResponseFlags() {}

    /** The flags of an exchange that ended; {@code -} for none. Allocates nothing. */
    public static String of(Exchange exchange) {
        Outcome outcome = exchange.outcome();
        int besides = bit(exchange.retryOverflow, 0)
                | bit(exchange.delayInjected, 1)
                | bit(exchange.abortInjected, 2)
                | bit(exchange.retriesExhausted, 3);
        List<String> combinations = outcome == null ? null : FLAGS.get(outcome);
        return combinations == null ? "-" : combinations.get(besides);
    }

    private static int bit(boolean set, int place) {
        return set ? 1 << place : 0;
    }

    private static List<String> combinations(String flag) {
        String[] combinations = new String[1 << BESIDES.size()];
        for (int besides = 0; besides < combinations.length; besides++) {
            Set<String> flags = new HashSet<>(Set.of(flag));
            for (int place = 0; place < BESIDES.size(); place++) {
                if ((besides & 1 << place) != 0) {
                    flags.add(BESIDES.get(place));
                }
            }
            String joined = ORDER.stream().filter(flags::contains).collect(Collectors.joining(","));
            combinations[besides] = joined.isEmpty() ? "-" : joined;
        }
        return List.of(combinations);
    }
}
