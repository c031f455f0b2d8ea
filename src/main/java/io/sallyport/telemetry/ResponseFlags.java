package io.sallyport.telemetry;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import java.util.EnumMap;
import java.util.Map;

/** The {@code response_flags} of metrics and access log, as Envoy writes them. */
final class ResponseFlags {

    private static final Map<Outcome, String> EXHAUSTED = new EnumMap<>(Outcome.class);

    private static final Map<Outcome, String> OVERFLOWN = new EnumMap<>(Outcome.class);

    static {
        for (Outcome outcome : Outcome.values()) {
            EXHAUSTED.put(outcome, withRetriesExhausted(outcome));
            OVERFLOWN.put(outcome, withRetriesOverflown(outcome));
        }
    }

    private ResponseFlags() {}

    /** The flags of an exchange that ended; {@code -} for none. Allocates nothing. */
    static String of(Exchange exchange) {
        Outcome outcome = exchange.outcome();
        if (outcome == null) {
            return "-";
        }
        if (exchange.delayInjected || exchange.abortInjected) {
            return withFault(exchange, outcome);
        }
        if (exchange.retryOverflow) {
            return OVERFLOWN.getOrDefault(outcome, "UO");
        }
        return exchange.retriesExhausted ? EXHAUSTED.getOrDefault(outcome, "URX") : outcome.flag();
    }

    /** In the same list DI and FI stand behind what happened upstream. */
    private static String withFault(Exchange exchange, Outcome outcome) {
        String fault = !exchange.abortInjected ? "DI" : exchange.delayInjected ? "DI,FI" : "FI";
        return switch (outcome.flag()) {
            case "-" -> fault;
            case "UH", "UT", "UF", "UC", "UO", "NR" -> outcome.flag() + "," + fault;
            default -> fault + "," + outcome.flag();
        };
    }

    /** Envoy joins flags with commas in the order of its own list, wherein URX stands between DC and SI. */
    private static String withRetriesExhausted(Outcome outcome) {
        return switch (outcome.flag()) {
            case "-" -> "URX";
            case "SI", "DPE", "DT", "UPE", "NC", "OM", "DF" -> "URX," + outcome.flag();
            default -> outcome.flag() + ",URX";
        };
    }

    /** In the same list UO stands behind what happened to a connection, and before all else. */
    private static String withRetriesOverflown(Outcome outcome) {
        return switch (outcome.flag()) {
            case "-", "UO" -> "UO";
            case "UH", "UT", "UF", "UC" -> outcome.flag() + ",UO";
            default -> "UO," + outcome.flag();
        };
    }
}
