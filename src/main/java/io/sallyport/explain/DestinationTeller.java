package io.sallyport.explain;

import io.sallyport.policy.Cluster;
import io.sallyport.policy.ClusterSettings;
import io.sallyport.policy.ConnectionLimits;
import io.sallyport.policy.Decision;
import io.sallyport.policy.Endpoint;
import io.sallyport.policy.LoadBalancing;
import io.sallyport.policy.OutlierDetection;
import io.sallyport.policy.TunnelProxy;
import io.sallyport.policy.UpstreamTls;
import io.sallyport.policy.WeightedDestination;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where a request goes: cluster, subset, endpoints, and how connections to them are made. */
final class DestinationTeller {

    private static final int MOST_ENDPOINTS = 10;

    private DestinationTeller() {}

    /** Several destinations with their shares. */
    static Step shares(List<WeightedDestination> destinations) {
        int total = destinations.stream().mapToInt(WeightedDestination::weight).sum();
        List<String> details = new ArrayList<>();
        for (WeightedDestination destination : destinations) {
            Decision.Forward forward = destination.forward();
            double share = total == 0 ? 0 : 100.0 * destination.weight() / total;
            details.add(percent(share) + " to "
                    + (forward == null
                            ? "a destination that is not listed: these get 503"
                            : forward.cluster().name()));
        }
        return new Step("destinations", "drawn by weight; the first with a share is told below", details);
    }

    static String percent(double share) {
        return share == Math.rint(share) ? (long) share + " %" : Math.round(share * 100) / 100.0 + " %";
    }

    static List<Step> tell(Cluster cluster, String host, int asked) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step("destination", cluster.name() + subset(cluster), endpoints(cluster, host, asked)));
        ClusterSettings settings = cluster.settings();
        List<String> connections = connections(settings);
        String rule = settings.rule();
        steps.add(new Step(
                "connections",
                rule == null ? "no DestinationRule applies: Istio's defaults" : "as " + rule + " says",
                connections));
        UpstreamTls tls = settings.tls();
        if (tls != null) {
            steps.add(tls(tls));
        }
        TunnelProxy tunnel = settings.tunnel();
        if (tunnel != null) {
            steps.add(Step.of(
                    "tunnel",
                    "the endpoints are proxies, asked by " + tunnel.method() + " for " + tunnel.host() + ":"
                            + tunnel.port()));
        }
        return steps;
    }

    private static String subset(Cluster cluster) {
        String[] parts = cluster.name().split("\\|", -1);
        return parts.length == 4 && !parts[2].isEmpty() ? ", subset " + parts[2] : "";
    }

    private static List<String> endpoints(Cluster cluster, String host, int asked) {
        if (cluster.discovery() == Cluster.Discovery.REQUESTED) {
            int port = cluster.port() == 0 ? asked : cluster.port();
            return List.of("wherever the request asks to go: " + host + ":" + port
                    + ", resolved and checked against private ranges");
        }
        if (cluster.endpoints().isEmpty()) {
            return List.of("no endpoint: 503");
        }
        List<String> lines = new ArrayList<>();
        for (Endpoint endpoint :
                cluster.endpoints().stream().limit(MOST_ENDPOINTS).toList()) {
            lines.add("endpoint " + endpoint.address() + ":" + endpoint.port()
                    + (cluster.discovery() == Cluster.Discovery.DNS && !endpoint.listed()
                            ? ", resolved by DNS and checked against private ranges"
                            : "")
                    + (endpoint.weight() == 1 ? "" : ", weight " + endpoint.weight())
                    + (endpoint.locality().isEmpty() ? "" : ", in " + endpoint.locality())
                    + (endpoint.labels().isEmpty() ? "" : ", labels " + new TreeMap<>(endpoint.labels())));
        }
        int more = cluster.endpoints().size() - lines.size();
        if (more > 0) {
            lines.add("and " + more + " more");
        }
        return lines;
    }

    private static List<String> connections(ClusterSettings settings) {
        ConnectionLimits limits = settings.limits();
        List<String> lines = new ArrayList<>();
        lines.add("connect timeout " + Durations.words(limits.connectTimeout()) + " for each address");
        if (!settings.balancing().equals(LoadBalancing.DEFAULT)) {
            lines.add("load balancing: " + balancing(settings.balancing()));
        }
        bound(lines, "connections", limits.maxConnections());
        bound(lines, "requests waiting for a connection", limits.maxPendingRequests());
        bound(lines, "requests at a time", limits.maxRequests());
        bound(lines, "requests on one connection", limits.maxRequestsPerConnection());
        bound(lines, "retries at a time", limits.maxRetries());
        if (limits.maxConnectionDuration() != null) {
            lines.add("a connection lives " + Durations.words(limits.maxConnectionDuration()) + " at most");
        }
        OutlierDetection outliers = settings.outliers();
        if (outliers != null) {
            lines.add("an endpoint is left out for " + Durations.words(outliers.baseEjectionTime()) + " after "
                    + outliers.consecutive5xx() + " failures in a row");
        }
        if (settings.retryBudget() != null) {
            lines.add("retries are at most " + percent(settings.retryBudget().percent()) + " of requests, "
                    + settings.retryBudget().minConcurrency() + " are always allowed");
        }
        return lines;
    }

    private static void bound(List<String> lines, String what, int bound) {
        if (bound != ConnectionLimits.UNLIMITED) {
            lines.add("at most " + bound + " " + what);
        }
    }

    private static String balancing(LoadBalancing balancing) {
        String algorithm = switch (balancing.algorithm()) {
            case LoadBalancing.RoundRobin _ -> "each endpoint in turn";
            case LoadBalancing.LeastRequest _ -> "the less busy of two drawn ones";
            case LoadBalancing.Random _ -> "drawn at random";
            case LoadBalancing.Passthrough _ -> "the address that was asked for";
            case LoadBalancing.ConsistentHash hash -> "by hash of " + key(hash.key());
        };
        return algorithm
                + (balancing.locality() == null ? "" : ", near ones first")
                + (balancing.warmup() == null ? "" : ", new ones warm up");
    }

    private static String key(LoadBalancing.HashKey key) {
        return switch (key) {
            case LoadBalancing.HashKey.Header header -> "header " + header.name();
            case LoadBalancing.HashKey.Cookie cookie -> "cookie " + cookie.name();
            case LoadBalancing.HashKey.SourceAddress _ -> "the caller's address";
            case LoadBalancing.HashKey.QueryParameter parameter -> "query parameter " + parameter.name();
        };
    }

    private static Step tls(UpstreamTls tls) {
        List<String> details = new ArrayList<>();
        details.add("server name sent: " + or(tls.sni(), "the request's host"));
        if (!tls.verified()) {
            details.add("the certificate is NOT verified (insecureSkipVerify)");
        } else {
            details.add("the certificate is verified against " + or(tls.caCertificates(), "the system's authorities"));
            details.add(
                    tls.subjectAltNames().isEmpty()
                            ? tls.sni() == null
                                    ? "it must name the request's host"
                                    : "the name in it is not checked, since sni is set and subjectAltNames is not"
                            : "it must name one of " + String.join(", ", tls.subjectAltNames()));
        }
        if (tls.clientCertificate() != null) {
            details.add("our certificate: " + tls.clientCertificate());
        }
        return new Step("tls", "begun here: the request goes out as HTTPS", details);
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }
}
