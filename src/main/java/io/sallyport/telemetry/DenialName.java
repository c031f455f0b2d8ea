package io.sallyport.telemetry;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.Decision;
import org.jspecify.annotations.Nullable;

/** The short name of why policy refused an exchange, for spans and log lines. */
final class DenialName {

    private DenialName() {}

    /** The decision's slug, or that of a rule that is kept later; null where nothing was refused. */
    static @Nullable String of(Exchange exchange) {
        Outcome outcome = exchange.outcome();
        if (outcome == null) {
            return null;
        }
        return switch (outcome) {
            case DENIED, NO_ROUTE, DESTINATION_UNKNOWN ->
                exchange.decision() instanceof Decision.Deny deny
                        ? deny.reason().slug()
                        : null;
            case ADDRESS_PROHIBITED -> "address-prohibited";
            case SERVER_NAME_MISMATCH -> "server-name-mismatch";
            default -> null;
        };
    }
}
