package io.sallyport.compile.analysis;

import io.sallyport.compile.ResourceProblems;
import io.sallyport.istio.HttpRoute;
import io.sallyport.istio.VirtualService;
import java.util.ArrayList;
import java.util.List;

/** HTTP routes for hosts whose ports are all opaque: what is inside TLS cannot be read, so no rule of HTTP applies. */
final class OpaqueRoutes implements Analyzer {

    private static final List<String> SETTINGS = List.of(
            "timeout",
            "retries",
            "fault",
            "headers",
            "rewrite",
            "redirect",
            "directResponse",
            "mirror",
            "mirrors",
            "corsPolicy",
            "match");

    @Override
    public void run(Listing listing, Findings findings) {
        for (VirtualService owner : listing.virtualServices()) {
            if (owner.http().isEmpty() || !listing.isForUs(owner)) {
                continue;
            }
            for (int i = 0; i < owner.hosts().size(); i++) {
                ListedName listed = listing.covering(owner.hosts().get(i), listing.visibility.namespaceOf(owner));
                if (listed != null && isOpaque(listed)) {
                    report(owner, listed, findings);
                }
            }
        }
    }

    private static boolean isOpaque(ListedName listed) {
        return !listed.ports().isEmpty()
                && listed.ports().stream().noneMatch(port -> port.protocol().isHttp());
    }

    private static void report(VirtualService owner, ListedName listed, Findings findings) {
        List<String> settings = new ArrayList<>();
        for (String setting : SETTINGS) {
            for (HttpRoute route : owner.http()) {
                if (route.where().has(setting)) {
                    settings.add(setting);
                    break;
                }
            }
        }
        String what = settings.isEmpty() ? "" : " (" + String.join(", ", settings) + ")";
        findings.warning(
                owner,
                owner.spec().field("http"),
                "opaque-port",
                listed.host,
                "never applies" + what + ": the ports of " + ResourceProblems.quoted(listed.host)
                        + " are opaque: " + listed.portList()
                        + "; to have requests read, list a port with protocol HTTP and targetPort 443, send plain HTTP"
                        + " to it, and let a DestinationRule's tls mode SIMPLE for that port do the TLS");
    }
}
