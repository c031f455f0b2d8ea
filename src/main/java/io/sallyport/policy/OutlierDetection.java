package io.sallyport.policy;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When an endpoint is left out for a while (Istio: {@code TrafficPolicy.outlierDetection}).
 *
 * @param consecutive5xx failures of any kind in a row that eject; 0 turns it off; default 5
 * @param consecutiveGatewayErrors 502, 503, 504 and connection failures in a row that eject; 0 turns it off (default)
 * @param consecutiveLocalOriginFailures connection failures in a row that eject, only with {@code splitLocalOrigin};
 *     null means 5
 * @param splitLocalOrigin whether connection failures are counted apart
 * @param interval between looks at who may come back, 1 ms or more; default 10 s
 * @param baseEjectionTime times the number of ejections is how long one lasts; default 30 s
 * @param maxEjectionPercent of the endpoints that may be out at a time, 0 to 100, at least one all the same; default 10
 * @param minHealthPercent below which ejection is suspended, 0 to 100; default 0
 * @param errorCodes statuses that count as failures, empty means 500 to 599
 */
public record OutlierDetection(
        int consecutive5xx,
        int consecutiveGatewayErrors,
        @Nullable Integer consecutiveLocalOriginFailures,
        boolean splitLocalOrigin,
        Duration interval,
        Duration baseEjectionTime,
        int maxEjectionPercent,
        int minHealthPercent,
        Set<Integer> errorCodes) {

    public OutlierDetection {
        errorCodes = Set.copyOf(errorCodes);
    }
}
