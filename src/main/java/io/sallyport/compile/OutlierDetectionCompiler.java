package io.sallyport.compile;

import io.sallyport.policy.OutlierDetection;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns {@code outlierDetection} into thresholds, with Istio's and Envoy's defaults. */
final class OutlierDetectionCompiler {

    private static final int CONSECUTIVE = 5;
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration EJECTION = Duration.ofSeconds(30);
    private static final int MAX_EJECTION_PERCENT = 10;

    private OutlierDetectionCompiler() {}

    static @Nullable OutlierDetection compile(io.sallyport.istio.@Nullable OutlierDetection written) {
        if (written == null) {
            return null;
        }
        int deprecated = Objects.requireNonNullElse(written.consecutiveErrors(), 0);
        boolean old =
                deprecated > 0 && written.consecutive5xxErrors() == null && written.consecutiveGatewayErrors() == null;
        boolean split = Boolean.TRUE.equals(written.splitExternalLocalOriginErrors());
        return new OutlierDetection(
                // The old field meant errors of gateways, and nothing else counted then.
                old ? 0 : count(written.consecutive5xxErrors(), CONSECUTIVE),
                old ? deprecated : count(written.consecutiveGatewayErrors(), 0),
                local(written.consecutiveLocalOriginFailures()),
                split,
                Objects.requireNonNullElse(written.interval(), INTERVAL),
                Objects.requireNonNullElse(written.baseEjectionTime(), EJECTION),
                percent(written.maxEjectionPercent(), MAX_EJECTION_PERCENT),
                percent(written.minHealthPercent(), 0),
                Set.copyOf(written.outlierDetectionHttpErrorCodes()));
    }

    private static int count(@Nullable Long written, int otherwise) {
        return written == null ? otherwise : (int) Math.min(written, Integer.MAX_VALUE);
    }

    /** Zero says nothing in Istio. */
    private static @Nullable Integer local(@Nullable Long written) {
        return written == null || written == 0 ? null : Integer.valueOf(count(written, 0));
    }

    /** Zero says nothing in Istio. */
    private static int percent(@Nullable Integer written, int otherwise) {
        return written == null || written <= 0 ? otherwise : Math.min(written, 100);
    }
}
