package io.sallyport.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Failures made on purpose (Istio: {@code HTTPFaultInjection}).
 *
 * @param delay waits before the request goes on; null means none
 * @param abort answers instead of forwarding; null means none
 */
public record FaultPolicy(@Nullable Delay delay, @Nullable Abort abort) {

    /**
     * A pause, which does not count towards the route's timeout.
     *
     * @param percentage of the requests it strikes, 0 to 100
     */
    public record Delay(Duration duration, double percentage) {}

    /**
     * An answer of our own.
     *
     * @param status 200 to 599
     * @param grpcStatus the {@code grpc-status} that goes with it; null for a plain HTTP error
     * @param percentage of the requests it strikes, 0 to 100
     */
    public record Abort(int status, @Nullable Integer grpcStatus, double percentage) {}
}
