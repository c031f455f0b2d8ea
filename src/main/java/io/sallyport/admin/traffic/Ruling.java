package io.sallyport.admin.traffic;

import io.sallyport.exchange.Exchange;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Decision;
import io.sallyport.policy.Service;
import io.sallyport.policy.VirtualHost;
import org.jspecify.annotations.Nullable;

/**
 * What the policy said, in names: the decision itself would keep a whole configuration alive.
 *
 * @param reason why it was denied; null where it was not
 * @param listed the host as its ServiceEntry or VirtualService writes it; null for one that is not listed
 * @param route the route that matched, null for none
 * @param cluster where it was sent, null where it was not
 * @param generation of the configuration
 */
public record Ruling(
        Kind kind,
        @Nullable String reason,
        @Nullable String listed,
        @Nullable String route,
        @Nullable String cluster,
        long generation) {

    /** What became of it. */
    public enum Kind {
        /** Sent on. */
        FORWARD,
        /** Answered here, as a route says. */
        ANSWER,
        /** A tunnel whose TLS ended here; the requests inside are exchanges of their own. */
        INTERCEPT,
        /** Refused. */
        DENY
    }

    static Ruling of(Exchange exchange) {
        long generation = exchange.generation();
        return switch (exchange.decision()) {
            case Decision.Forward forward -> {
                Cluster cluster = forward.cluster();
                // A route may send elsewhere: what was asked for is what is shown.
                String listed = cluster.isPassthrough() ? null : listed(exchange);
                yield new Ruling(Kind.FORWARD, null, listed, forward.route(), cluster.name(), generation);
            }
            case Decision.Answer answer ->
                new Ruling(Kind.ANSWER, null, listed(exchange), answer.route(), null, generation);
            case Decision.Intercept intercept ->
                new Ruling(Kind.INTERCEPT, null, intercept.service().host(), null, null, generation);
            case Decision.Deny deny -> {
                Service service = deny.service();
                String listed = service == null ? listed(exchange) : service.host();
                yield new Ruling(Kind.DENY, deny.reason().slug(), listed, null, null, generation);
            }
        };
    }

    private static @Nullable String listed(Exchange exchange) {
        VirtualHost found = exchange.snapshot().find(exchange.head().host());
        return found == null ? null : found.host();
    }

    /** Whether it was refused. */
    public boolean isDenied() {
        return kind == Kind.DENY;
    }
}
