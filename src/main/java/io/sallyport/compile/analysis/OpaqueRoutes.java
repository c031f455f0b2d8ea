package io.sallyport.compile.analysis;

import io.sallyport.compile.Annotations;
import io.sallyport.compile.ResourceProblems;
import io.sallyport.istio.HttpMatchRequest;
import io.sallyport.istio.HttpRoute;
import io.sallyport.istio.StringMatch;
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
        return !listed.ports().isEmpty() && listed.ports().stream().noneMatch(ListedName.Port::isRead);
    }

    private static boolean isForAnyPath(HttpMatchRequest match) {
        int conditions = match.where().children().size();
        return conditions == 0
                || (conditions == 1
                        && match.uri() instanceof StringMatch.Prefix path
                        && path.value().equals("/"));
    }

    private static void report(VirtualService owner, ListedName listed, Findings findings) {
        List<String> settings = new ArrayList<>();
        boolean bounded = boundsTunnels(owner, listed);
        for (String setting : SETTINGS) {
            for (HttpRoute route : owner.http()) {
                if (route.where().has(setting) && !(bounded && isObeyed(setting, route))) {
                    settings.add(setting);
                    break;
                }
            }
        }
        if (bounded && settings.isEmpty()) {
            return;
        }
        String what = settings.isEmpty() ? "" : " (" + String.join(", ", settings) + ")";
        findings.warning(
                owner,
                owner.spec().field("http"),
                "opaque-port",
                listed.host,
                "never applies" + what + ": the ports of " + ResourceProblems.quoted(listed.host)
                        + " are opaque: " + listed.portList()
                        + "; to have requests read, annotate the ServiceEntry with " + Annotations.HTTPS
                        + ": originate, and call it as http://, or with " + Annotations.HTTPS + ": intercept"
                        + (settings.contains("timeout")
                                ? "; to have tunnels bounded as well as can be, with " + Annotations.TUNNEL_TIMEOUT
                                        + ": approximate"
                                : ""));
    }

    /** Whether a timeout for all requests bounds the tunnels. */
    private static boolean boundsTunnels(VirtualService owner, ListedName listed) {
        boolean asked = Annotations.boundsTunnels(owner)
                || listed.ports().stream().anyMatch(port -> Annotations.boundsTunnels(port.entry()));
        return asked && owner.http().stream().anyMatch(route -> route.timeout() != null && takesEverything(route));
    }

    /** Of a bounded tunnel: that there is a route for everything, and how long it gives. */
    private static boolean isObeyed(String setting, HttpRoute route) {
        return setting.equals("timeout") || (setting.equals("match") && takesEverything(route));
    }

    private static boolean takesEverything(HttpRoute route) {
        return route.match().isEmpty() || route.match().stream().anyMatch(OpaqueRoutes::isForAnyPath);
    }
}
