package io.sallyport.telemetry;

import io.sallyport.exchange.CallerLabels;
import io.sallyport.exchange.Exchange;
import io.sallyport.policy.Decision;
import io.sallyport.policy.Service;
import io.sallyport.policy.VirtualHost;

/**
 * The name an exchange is counted under. Always the configuration's text or a fixed word, never the caller's: who may
 * choose names may make as many series as they like.
 */
final class Destination {

    static final String BLACK_HOLE = "BlackHoleCluster";
    static final String PASSTHROUGH = "PassthroughCluster";

    private Destination() {}

    /** {@code destination_service_name}: a host as its ServiceEntry writes it, or one of Istio's two clusters. */
    static String serviceName(Exchange exchange) {
        return switch (exchange.decision()) {
            case Decision.Forward forward -> forward.cluster().service().host();
            case Decision.Answer _ -> listed(exchange);
            case Decision.Intercept intercept -> intercept.service().host();
            case Decision.Deny deny -> denied(deny);
        };
    }

    /** {@code destination_service} for a name from {@link #serviceName}. */
    static String service(String serviceName) {
        return serviceName.equals(BLACK_HOLE) || serviceName.equals(PASSTHROUGH) ? CallerLabels.NOT_KNOWN : serviceName;
    }

    private static String listed(Exchange exchange) {
        VirtualHost host = exchange.snapshot().hosts().find(exchange.head().host());
        if (host == null) {
            return BLACK_HOLE;
        }
        Service service = host.service();
        return service == null ? host.host() : service.host();
    }

    private static String denied(Decision.Deny deny) {
        Service service = deny.service();
        return switch (deny.reason()) {
            // The host may be reached, its routes lead nowhere: that is the service's trouble, not the registry's.
            case NO_ROUTE, DESTINATION_UNKNOWN -> service == null ? BLACK_HOLE : service.host();
            case HOST_NOT_LISTED,
                    ADDRESS_NOT_LISTED,
                    PORT_NOT_LISTED,
                    PORT_NOT_HTTP,
                    PORT_NOT_TUNNELLED,
                    TLS_NOT_ORIGINATED -> BLACK_HOLE;
        };
    }
}
