package io.sallyport.istio;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When an endpoint is left out for a while (Istio {@code OutlierDetection}).
 *
 * @param consecutiveErrors deprecated, any 32-bit integer as written
 * @param consecutive5xxErrors 0 to 4294967295; as the other two wrapped integers, absent differs from zero
 * @param maxEjectionPercent any 32-bit integer as written
 * @param minHealthPercent any 32-bit integer as written
 * @param outlierDetectionHttpErrorCodes statuses that count as errors, 100 to 599
 */
public record OutlierDetection(
        Where where,
        @Nullable Integer consecutiveErrors,
        @Nullable Boolean splitExternalLocalOriginErrors,
        @Nullable Long consecutiveLocalOriginFailures,
        @Nullable Long consecutiveGatewayErrors,
        @Nullable Long consecutive5xxErrors,
        @Nullable Duration interval,
        @Nullable Duration baseEjectionTime,
        @Nullable Integer maxEjectionPercent,
        @Nullable Integer minHealthPercent,
        List<Integer> outlierDetectionHttpErrorCodes) {
    public OutlierDetection {
        outlierDetectionHttpErrorCodes = List.copyOf(outlierDetectionHttpErrorCodes);
    }
}
