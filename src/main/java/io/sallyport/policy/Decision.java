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
     * @param timeout the whole budget, retries included; null means none
     * @param retries how it may be tried again
     * @param treatment what else is done to the request and its response
     */
    record Forward(
            Cluster cluster,
            @Nullable String route,
            @Nullable Duration timeout,
            RetryPolicy retries,
            Treatment treatment)
            implements Decision {

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
     * Refuse it.
     *
     * @param reason why
     * @param service the host that came nearest, where the reason is about one of its ports or routes; else null
     */
    record Deny(DenialReason reason, @Nullable Service service) implements Decision {}
}
