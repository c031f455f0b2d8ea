package io.sallyport.explain;

import io.sallyport.policy.Decision;
import io.sallyport.policy.TunnelRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is asked of a tunnel, whose bytes nobody reads but the first. */
final class TunnelTeller {

    private TunnelTeller() {}

    static List<Step> tell(Decision.Forward forward) {
        List<Step> steps = new ArrayList<>();
        TunnelRules rules = forward.tunnel();
        if (rules != null && rules.tls()) {
            steps.add(Step.of(
                    "first bytes",
                    "a TLS greeting for the host of the CONNECT; one for another host is refused, one without a name is "
                            + (rules.serverNameRequired()
                                    ? "refused, too (sallyport.io/server-name: optional lets it through)"
                                    : "let through")));
        }
        Duration timeout = forward.timeout();
        if (timeout != null) {
            steps.add(Step.of(
                    "timeout",
                    "approximately " + Durations.words(timeout) + " for the far side to connect, to answer the greeting"
                            + " and to answer what was sent last (sallyport.io/tunnel-timeout)"));
        }
        return steps;
    }
}
