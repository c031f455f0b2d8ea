package io.sallyport.compile.analysis;

import io.sallyport.compile.ResourceProblems;
import io.sallyport.istio.ClientTlsSettings;
import io.sallyport.istio.DestinationRule;
import io.sallyport.istio.TrafficPolicy;
import org.jspecify.annotations.Nullable;

/** TLS towards a server without saying which authorities may vouch for it. */
final class ServerCertificates implements Analyzer {

    @Override
    public void run(Listing listing, Findings findings) {
        for (DestinationRule rule : listing.rules()) {
            boolean found = listing.visibility.findsCredentials();
            check(rule, rule.trafficPolicy(), found, findings);
            rule.subsets().forEach(subset -> check(rule, subset.trafficPolicy(), found, findings));
        }
    }

    private static void check(
            DestinationRule rule, @Nullable TrafficPolicy policy, boolean findsCredentials, Findings findings) {
        if (policy == null) {
            return;
        }
        check(rule, policy.tls(), "", "IST0128", findsCredentials, findings);
        for (TrafficPolicy.PortTrafficPolicy level : policy.portLevelSettings()) {
            Long number = level.port() == null ? null : level.port().number();
            check(rule, level.tls(), number == null ? "" : " at port " + number, "IST0129", findsCredentials, findings);
        }
    }

    private static void check(
            DestinationRule rule,
            @Nullable ClientTlsSettings tls,
            String port,
            String code,
            boolean findsCredentials,
            Findings findings) {
        if (tls == null || !TlsModes.originates(tls) || !isEmpty(tls.caCertificates())) {
            return;
        }
        // A named credential brings its authorities along, which Istio takes from a sidecar's rule only.
        if (!isEmpty(tls.credentialName()) && (findsCredentials || rule.workloadSelector() != null)) {
            return;
        }
        boolean unverified = Boolean.TRUE.equals(tls.insecureSkipVerify());
        findings.warning(
                rule,
                tls.where(),
                "no-ca-certificates",
                tls.mode(),
                rule.title() + " has TLS mode " + tls.mode() + " and no caCertificates for "
                        + ResourceProblems.quoted(rule.host()) + port + ": "
                        + (unverified
                                ? "the server's certificate is not verified"
                                : "any authority that the system trusts may vouch for the server")
                        + " (" + code + ")");
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
