package io.sallyport.resilience;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.RetryCondition;
import io.sallyport.policy.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Which endings of a try a policy calls retriable: Envoy's reading of {@code retryOn}. Whether a retry is also safe is
 * another question, and {@link RetryingExchange}'s.
 *
 * <p>Two conditions never hold here: {@code http3-post-connect-failure} needs HTTP/3, and for {@code retriable-headers}
 * Istio has no field that would name the headers.
 */
final class RetryRule {

    private static final String RATE_LIMITED = "x-envoy-ratelimited";
    private static final String GRPC_STATUS = "grpc-status";

    private RetryRule() {}

    /** Whether a response is to be asked for again. */
    static boolean matches(RetryPolicy policy, HttpResponse head) {
        if (head.headers().contains(RATE_LIMITED)) {
            // Trying again adds to the load that was just refused, so nothing but this condition may ask for it.
            return has(policy, RetryCondition.ENVOY_RATELIMITED);
        }
        int status = head.status().code();
        return matchesStatus(policy, status) || matchesGrpc(policy, head.headers());
    }

    private static boolean matchesStatus(RetryPolicy policy, int status) {
        if (status < 300) {
            return listed(policy, status);
        }
        return (status >= 500 && status < 600 && has(policy, RetryCondition.SERVER_ERROR))
                || (status >= 502 && status <= 504 && has(policy, RetryCondition.GATEWAY_ERROR))
                || (status == 409 && has(policy, RetryCondition.RETRIABLE_4XX))
                || listed(policy, status);
    }

    private static boolean listed(RetryPolicy policy, int status) {
        return !policy.statusCodes().isEmpty() && policy.statusCodes().contains(status);
    }

    /** gRPC's status stands among the head's fields when there is nothing else to the response. */
    private static boolean matchesGrpc(RetryPolicy policy, HttpHeaders headers) {
        String status = headers.get(GRPC_STATUS);
        RetryCondition condition = status == null ? null : grpcCondition(status);
        return condition != null && has(policy, condition);
    }

    private static @Nullable RetryCondition grpcCondition(String status) {
        return switch (status) {
            case "1" -> RetryCondition.GRPC_CANCELLED;
            case "4" -> RetryCondition.GRPC_DEADLINE_EXCEEDED;
            case "8" -> RetryCondition.GRPC_RESOURCE_EXHAUSTED;
            case "13" -> RetryCondition.GRPC_INTERNAL;
            case "14" -> RetryCondition.GRPC_UNAVAILABLE;
            default -> null;
        };
    }

    /**
     * Whether a failure is to be tried again.
     *
     * @param sent whether this try or an earlier one may have reached the server
     */
    static boolean matches(RetryPolicy policy, Outcome outcome, boolean sent) {
        return switch (outcome) {
            case CONNECTION_REFUSED,
                    CONNECTION_TIMEOUT,
                    CONNECTION_FAILED,
                    TLS_FAILED,
                    TLS_CERTIFICATE_REJECTED,
                    TLS_ALERT_RECEIVED -> has(policy, RetryCondition.CONNECT_FAILURE) || matchesReset(policy, sent);
            case STREAM_REFUSED -> has(policy, RetryCondition.REFUSED_STREAM) || matchesReset(policy, sent);
            case UPSTREAM_RESET, UPSTREAM_IDLE, UPSTREAM_MALFORMED, TRY_TIMEOUT -> matchesReset(policy, sent);
            // A name that does not resolve has no host to try, in Envoy either; a full pool is not helped by more.
            case DNS_FAILED, DNS_TIMEOUT, NO_HEALTHY_ENDPOINT, POOL_FULL -> false;
            // The time for all tries is over.
            case REQUEST_TIMEOUT, DURATION_EXCEEDED -> false;
            case COMPLETED,
                    DENIED,
                    NO_ROUTE,
                    DESTINATION_UNKNOWN,
                    SERVER_NAME_MISMATCH,
                    ADDRESS_PROHIBITED,
                    LOOP_DETECTED -> false;
            case CLIENT_MALFORMED, CLIENT_NOT_TLS, CLIENT_TIMEOUT, CLIENT_GONE, OVERLOADED, DRAINING, INTERNAL -> false;
        };
    }

    /** {@code 5xx} and {@code gateway-error} cover what would reach the client as 503 or 504; a listed 503 does not. */
    private static boolean matchesReset(RetryPolicy policy, boolean sent) {
        return has(policy, RetryCondition.SERVER_ERROR)
                || has(policy, RetryCondition.GATEWAY_ERROR)
                || has(policy, RetryCondition.RESET)
                || (!sent && has(policy, RetryCondition.RESET_BEFORE_REQUEST));
    }

    private static boolean has(RetryPolicy policy, RetryCondition condition) {
        return policy.conditions().contains(condition);
    }
}
