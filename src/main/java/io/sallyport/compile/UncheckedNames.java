package io.sallyport.compile;

import io.sallyport.istio.ClientTlsSettings;
import io.sallyport.istio.DestinationRule;
import io.sallyport.istio.TrafficPolicy;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Warns of TLS whose server may be anybody with a certificate: an explicit {@code sni} without names to expect turns
 * Istio's check of the name off, and so it does here.
 */
final class UncheckedNames {

    private final ProblemCollector problems;
    private final Visibility visibility;
    private final Registry registry;

    UncheckedNames(ProblemCollector problems, Visibility visibility, Registry registry) {
        this.problems = problems;
        this.visibility = visibility;
        this.registry = registry;
    }

    void report(List<DestinationRule> rules) {
        for (DestinationRule rule : rules) {
            ListedHost listed = registry.find(registry.resolved(rule.host(), visibility.namespaceOf(rule)));
            if (listed == null || listed.subjectAltNames().isEmpty()) {
                Stream.concat(
                                Stream.ofNullable(rule.trafficPolicy()),
                                rule.subsets().stream().flatMap(subset -> Stream.ofNullable(subset.trafficPolicy())))
                        .forEach(policy -> report(rule, policy));
            }
        }
    }

    private void report(DestinationRule rule, TrafficPolicy policy) {
        report(rule, policy.tls());
        policy.portLevelSettings().forEach(level -> report(rule, level.tls()));
    }

    private void report(DestinationRule rule, @Nullable ClientTlsSettings tls) {
        if (tls == null || !UpstreamTlsCompiler.originates(tls) || Boolean.TRUE.equals(tls.insecureSkipVerify())) {
            return;
        }
        String sni = tls.sni();
        if (sni != null && !sni.isEmpty() && tls.subjectAltNames().isEmpty()) {
            problems.of(rule)
                    .warning(
                            tls.where().field("sni"),
                            "name-not-checked",
                            sni,
                            "turns the check of the server's name off, as in Istio: any certificate of a trusted"
                                    + " authority will do; add subjectAltNames: [\"" + ResourceProblems.quoted(sni)
                                    + "\"] to have it checked");
        }
    }
}
