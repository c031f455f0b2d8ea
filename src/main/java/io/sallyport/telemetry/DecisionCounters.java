package io.sallyport.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sallyport.policy.Decision;
import io.sallyport.policy.DenialReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * {@code sallyport_decisions_total{reason}}: what the policy said, {@code forward}, {@code passthrough}, {@code
 * answer}, {@code intercept} or the slug of a denial. All begin at 0, so that the first denial shows in a rate.
 */
final class DecisionCounters {

    private final Counter forward;
    private final Counter passthrough;
    private final Counter answer;
    private final Counter intercept;
    private final Map<DenialReason, Counter> denials = new EnumMap<>(DenialReason.class);

    DecisionCounters(MeterRegistry registry) {
        forward = counter(registry, "forward");
        passthrough = counter(registry, "passthrough");
        answer = counter(registry, "answer");
        intercept = counter(registry, "intercept");
        for (DenialReason reason : DenialReason.values()) {
            denials.put(reason, counter(registry, reason.slug()));
        }
    }

    void count(Decision decision) {
        switch (decision) {
            case Decision.Forward to -> (to.cluster().isPassthrough() ? passthrough : forward).increment();
            case Decision.Answer _ -> answer.increment();
            case Decision.Intercept _ -> intercept.increment();
            case Decision.Deny deny ->
                Objects.requireNonNull(denials.get(deny.reason())).increment();
        }
    }

    private static Counter counter(MeterRegistry registry, String reason) {
        return Counter.builder("sallyport.decisions")
                .description("What the policy said of requests and tunnels.")
                .tag("reason", reason)
                .register(registry);
    }
}
