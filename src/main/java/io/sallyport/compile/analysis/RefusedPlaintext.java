package io.sallyport.compile.analysis;

import io.sallyport.compile.Annotations;
import io.sallyport.compile.ResourceProblems;
import io.sallyport.istio.ClientTlsSettings;
import io.sallyport.istio.DestinationRule;
import io.sallyport.istio.TrafficPolicy;
import io.sallyport.policy.HttpsHandling;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule without TLS for an HTTPS port whose requests are read. Plain HTTP is not sent there: a rule may be for many
 * hosts, the annotation is for this one, and what was asked for as HTTPS must not leave in the clear.
 */
final class RefusedPlaintext implements Analyzer {

    @Override
    public void run(Listing listing, Findings findings) {
        for (DestinationRule rule : listing.rules()) {
            ListedName listed = listing.find(rule.host(), listing.visibility.namespaceOf(rule));
            TrafficPolicy policy = rule.trafficPolicy();
            if (listed != null && policy != null && listing.isForUs(rule)) {
                check(rule, policy, listed, findings);
            }
        }
    }

    private static void check(DestinationRule rule, TrafficPolicy policy, ListedName listed, Findings findings) {
        Set<Long> settled = new HashSet<>();
        for (TrafficPolicy.PortTrafficPolicy level : policy.portLevelSettings()) {
            Long number = level.port() == null ? null : level.port().number();
            if (number != null && settled.add(number)) {
                check(rule, level.tls(), listed.port(number), findings);
            }
        }
        for (ListedName.Port port : listed.ports()) {
            if (!settled.contains(port.written().number())) {
                check(rule, policy.tls(), port, findings);
            }
        }
    }

    private static void check(
            DestinationRule rule, @Nullable ClientTlsSettings tls, ListedName.@Nullable Port port, Findings findings) {
        if (tls == null || port == null || port.https() == HttpsHandling.TUNNEL || !isPlain(tls)) {
            return;
        }
        findings.warning(
                rule,
                tls.where().has("mode") ? tls.where().field("mode") : tls.where(),
                "refused-plaintext",
                tls.mode(),
                "has no effect on port " + port + ", whose " + port.entry().title() + " says "
                        + Annotations.HTTPS + ": " + Annotations.word(port.https()) + ": requests leave as TLS"
                        + " all the same, verified against the system's authorities; "
                        + ResourceProblems.quoted(rule.host()) + " in the clear takes protocol HTTP");
    }

    private static boolean isPlain(ClientTlsSettings tls) {
        return tls.mode() == null || tls.mode() == ClientTlsSettings.Mode.DISABLE;
    }
}
