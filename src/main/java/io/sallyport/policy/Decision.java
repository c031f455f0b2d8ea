package io.sallyport.policy;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the policy says of one request. */
public sealed interface Decision {

    /**
     * Send it.
     *
     * @param cluster where to
     * @param route the route that matched, null where none is needed (tunnels, hosts without a VirtualService)
     * @param timeout the whole budget, retries included; of a tunnel, which has no requests to be seen, the longest wait
     *     for the far side: to connect, to answer the ClientHello, and to answer what was sent last; null means none
     * @param retries how it may be tried again
     * @param treatment what else is done to the request and its response
     * @param tunnel what a tunnel's first bytes have to be; null for requests, and where any bytes will do
     */
    record Forward(
            Cluster cluster,
            @Nullable String route,
            @Nullable Duration timeout,
            RetryPolicy retries,
            Treatment treatment,
            @Nullable TunnelRules tunnel)
            implements Decision {

        /** A request's. */
        public Forward(
                Cluster cluster,
                @Nullable String route,
                @Nullable Duration timeout,
                RetryPolicy retries,
                Treatment treatment) {
            this(cluster, route, timeout, retries, treatment, null);
        }

        /** Without any treatment. */
        public Forward(Cluster cluster, @Nullable String route, @Nullable Duration timeout, RetryPolicy retries) {
            this(cluster, route, timeout, retries, Treatment.NONE);
        }
    }

    /**
     * Answer it here: a redirect or a direct response of a route.
     *
     * @param route the route's name, or empty
     * @param status 100 to 599
     * @param headers for the answer, such as {@code location}
     * @param body empty for none
     * @param changes the route's changes to the answer's headers
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and never written to once compiled
    record Answer(String route, int status, Map<String, String> headers, byte[] body, HeaderChanges changes)
            implements Decision {

        /** Without changes. */
        public Answer(String route, int status, Map<String, String> headers, byte[] body) {
            this(route, status, headers, body, HeaderChanges.NONE);
        }
    }

    /**
     * End the tunnel here, and its TLS where the port speaks TLS, and read the requests inside, each of which is decided
     * by itself: form HTTP, scheme {@code https} or {@code http}, the host and port of the tunnel.
     *
     * @param service the host that was asked for, as listed; perhaps a wildcard
     * @param port the one that was asked for
     */
    record Intercept(Service service, ServicePort port) implements Decision {

        /** Whether TLS is spoken in the tunnel, which ends here with a certificate of ours. */
        public boolean hasTls() {
            return port.https() == HttpsHandling.INTERCEPT;
        }
    }

    /**
     * Refuse it.
     *
     * @param reason why
     * @param service the host that came nearest, where the reason is about one of its ports or routes; else null
     */
    record Deny(DenialReason reason, @Nullable Service service) implements Decision {}
}
