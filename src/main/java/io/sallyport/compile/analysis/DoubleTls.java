package io.sallyport.compile.analysis;

import io.sallyport.compile.ResourceProblems;
import io.sallyport.istio.ClientTlsSettings;
import io.sallyport.istio.DestinationRule;
import io.sallyport.istio.TrafficPolicy;
import io.sallyport.policy.HttpsHandling;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** TLS begun on a port whose traffic is TLS already: TLS within TLS, which servers do not understand. */
final class DoubleTls implements Analyzer {

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
        List<Long> settled = new ArrayList<>();
        for (TrafficPolicy.PortTrafficPolicy level : policy.portLevelSettings()) {
            Long number = level.port() == null ? null : level.port().number();
            ListedName.Port port = number == null ? null : listed.port(number);
            if (port != null) {
                settled.add(number);
                if (isTls(port) && TlsModes.originates(level.tls())) {
                    report(rule, level.tls(), listed, port, "leave it to the caller", findings);
                }
            }
        }
        if (TlsModes.originates(policy.tls())) {
            listed.ports().stream()
                    .filter(port ->
                            isTls(port) && !settled.contains(port.written().number()))
                    .findFirst()
                    .ifPresent(port -> report(
                            rule,
                            policy.tls(),
                            listed,
                            port,
                            "set tls for the HTTP ports alone, in portLevelSettings",
                            findings));
        }
    }

    private static boolean isTls(ListedName.Port port) {
        return port.protocol().isTls() && port.https() == HttpsHandling.TUNNEL;
    }

    private static void report(
            DestinationRule rule,
            @Nullable ClientTlsSettings tls,
            ListedName listed,
            ListedName.Port port,
            String remedy,
            Findings findings) {
        if (tls != null) {
            findings.warning(
                    rule,
                    tls.where().field("mode"),
                    "double-tls",
                    tls.mode(),
                    "port " + port + " of " + ResourceProblems.quoted(listed.host) + " is TLS already, and "
                            + rule.title() + " puts TLS around it; " + remedy);
        }
    }
}
