package io.sallyport.compile;

import io.sallyport.policy.Cluster;
import io.sallyport.policy.Decision;
import io.sallyport.policy.Endpoint;
import io.sallyport.policy.HttpMatch;
import io.sallyport.policy.HttpRoute;
import io.sallyport.policy.HttpsHandling;
import io.sallyport.policy.ListedRange;
import io.sallyport.policy.PathNormalization;
import io.sallyport.policy.PortPolicy;
import io.sallyport.policy.RedirectRule;
import io.sallyport.policy.RetryCondition;
import io.sallyport.policy.RetryPolicy;
import io.sallyport.policy.RouteAction;
import io.sallyport.policy.Snapshot;
import io.sallyport.policy.TextMatch;
import io.sallyport.policy.TunnelProxy;
import io.sallyport.policy.TunnelRoute;
import io.sallyport.policy.TunnelRules;
import io.sallyport.policy.UpstreamTls;
import io.sallyport.policy.VirtualHost;
import io.sallyport.policy.WeightedDestination;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a snapshot as lines that a person can check. */
final class SnapshotText {

    private final StringBuilder text = new StringBuilder();
    private final Map<String, Cluster> clusters = new TreeMap<>();

    private SnapshotText() {}

    static String of(Snapshot snapshot) {
        SnapshotText writer = new SnapshotText();
        writer.text.append("policy ").append(snapshot.outboundPolicy());
        if (snapshot.pathNormalization() != PathNormalization.BASE) {
            writer.text.append(" paths ").append(snapshot.pathNormalization());
        }
        writer.text.append('\n');
        Map<String, VirtualHost> hosts = new TreeMap<>();
        snapshot.hosts().forEach(hosts::put);
        hosts.forEach(writer::host);
        for (ListedRange listed : snapshot.addresses().listed()) {
            writer.text
                    .append("address ")
                    .append(listed.range())
                    .append(" -> ")
                    .append(listed.host().host())
                    .append(listed.host().ports().values().stream()
                            .map(policy -> " " + policy.port().number() + " "
                                    + (policy.cluster() == null
                                            ? "nothing"
                                            : policy.cluster().discovery()))
                            .sorted()
                            .collect(Collectors.joining(",")))
                    .append('\n');
        }
        writer.clusters.values().forEach(writer::cluster);
        return writer.text.toString();
    }

    private void host(String name, VirtualHost host) {
        text.append("host ").append(name);
        text.append(
                host.service() == null
                        ? " unlisted"
                        : " of " + host.service().namespace() + "/"
                                + host.service().entry());
        text.append('\n');
        new TreeMap<>(host.ports()).forEach((number, policy) -> {
            if (number != policy.port().number()) {
                text.append("  port ").append(number).append(" stands for");
            }
            port(policy);
        });
    }

    private void port(PortPolicy policy) {
        text.append("  port ")
                .append(policy.port().number())
                .append(' ')
                .append(policy.port().protocol());
        if (policy.port().https() != HttpsHandling.TUNNEL) {
            text.append(' ').append(policy.port().https());
        }
        text.append(" -> ").append(name(policy.cluster()));
        Decision.Forward unrouted = policy.unrouted();
        text.append(unrouted == null || !policy.port().isRead() ? "" : retries(unrouted.retries()));
        TunnelRules tunnel = policy.tunnel();
        if (tunnel != null && tunnel.tls() && !tunnel.serverNameRequired()) {
            text.append(" sni optional");
        }
        if (policy.tunnelTimeout() != null) {
            text.append(" tunnels within ").append(policy.tunnelTimeout());
        }
        text.append('\n');
        policy.routes().forEach(this::route);
        policy.tunnelRoutes().forEach(this::tunnelRoute);
    }

    private void tunnelRoute(TunnelRoute route) {
        text.append("    ").append(route.name()).append(": ");
        text.append(
                route.matches().isEmpty()
                        ? "any"
                        : route.matches().stream()
                                .map(SnapshotText::tunnelMatch)
                                .collect(Collectors.joining(" | ")));
        text.append(" -> ")
                .append(route.destinations().stream()
                        .map(this::destination)
                        .collect(Collectors.joining(", ", "[", "]")));
        text.append('\n');
    }

    private static String tunnelMatch(TunnelRoute.Match match) {
        Set<String> names = new TreeSet<>();
        if (match.serverNames() != null) {
            match.serverNames().forEach((name, ignored) -> names.add(name));
        }
        return (names.isEmpty() ? "" : "sni " + names) + (match.subnets().isEmpty() ? "" : " to " + match.subnets());
    }

    private void route(HttpRoute route) {
        text.append("    ").append(route.name()).append(": ");
        text.append(
                route.matches().isEmpty()
                        ? "any"
                        : route.matches().stream().map(SnapshotText::match).collect(Collectors.joining(" | ")));
        text.append(" -> ").append(action(route.action())).append('\n');
    }

    private static String match(HttpMatch match) {
        StringBuilder all = new StringBuilder();
        append(all, "path", match.path());
        append(all, "scheme", match.scheme());
        append(all, "method", match.method());
        append(all, "authority", match.authority());
        new TreeMap<>(match.headers()).forEach((name, value) -> append(all, name, value));
        new TreeMap<>(match.withoutHeaders()).forEach((name, value) -> append(all, "not " + name, value));
        new TreeMap<>(match.queryParams()).forEach((name, value) -> append(all, "?" + name, value));
        return all.isEmpty() ? "any" : all.toString();
    }

    private static void append(StringBuilder to, String name, @Nullable TextMatch match) {
        if (match != null) {
            to.append(to.isEmpty() ? "" : " & ")
                    .append(name)
                    .append(' ')
                    .append(
                            switch (match) {
                                case TextMatch.Exact exact -> "= " + exact.text();
                                case TextMatch.ExactIgnoringCase exact -> "=i " + exact.text();
                                case TextMatch.Prefix prefix -> "^ " + prefix.prefix();
                                case TextMatch.PrefixIgnoringCase prefix -> "^i " + prefix.prefix();
                                case TextMatch.Regex regex ->
                                    "~ " + regex.pattern().pattern();
                                case TextMatch.Present ignored -> "present";
                            });
        }
    }

    private String action(RouteAction action) {
        return switch (action) {
            case RouteAction.Send send ->
                send.destinations().stream().map(this::destination).collect(Collectors.joining(", ", "[", "]"))
                        + send.destinations().stream()
                                .map(WeightedDestination::forward)
                                .filter(Objects::nonNull)
                                .findFirst()
                                .map(SnapshotText::alike)
                                .orElse("");
            case RouteAction.Reply reply ->
                "reply " + reply.answer().status() + " \""
                        + new String(reply.answer().body(), StandardCharsets.UTF_8) + "\"";
            case RouteAction.Redirect redirect -> redirect(redirect.rule());
        };
    }

    private static String redirect(RedirectRule rule) {
        return "redirect " + rule.status()
                + (rule.path() == null ? "" : " path " + rule.path())
                + (rule.prefix() == null
                        ? ""
                        : " prefix " + rule.prefix().matched() + " to "
                                + rule.prefix().replacement())
                + (rule.authority() == null ? "" : " authority " + rule.authority())
                + (rule.scheme() == null ? "" : " scheme " + rule.scheme())
                + (rule.port() == null ? "" : " port " + rule.port());
    }

    /** What all destinations of a route have in common. */
    private static String alike(Decision.Forward forward) {
        return (forward.timeout() == null ? "" : " timeout " + forward.timeout()) + retries(forward.retries());
    }

    private String destination(WeightedDestination destination) {
        Decision.Forward forward = destination.forward();
        return name(forward == null ? null : forward.cluster()) + " x" + destination.weight();
    }

    private static String retries(RetryPolicy retries) {
        if (retries.equals(RetryPolicy.DEFAULT)) {
            return "";
        }
        return " retries " + retries.retries()
                + (retries.retries() == 0
                        ? ""
                        : " on "
                                + retries.conditions().stream()
                                        .map(RetryCondition::word)
                                        .sorted()
                                        .collect(Collectors.joining(","))
                                + (retries.statusCodes().isEmpty()
                                        ? ""
                                        : " "
                                                + retries.statusCodes().stream()
                                                        .sorted()
                                                        .toList())
                                + (retries.perTryTimeout() == null ? "" : " each " + retries.perTryTimeout())
                                + " after " + retries.backoff());
    }

    private String name(@Nullable Cluster cluster) {
        if (cluster == null) {
            return "nothing";
        }
        clusters.put(cluster.name(), cluster);
        return cluster.name();
    }

    private void cluster(Cluster cluster) {
        text.append("cluster ").append(cluster.name()).append(' ').append(cluster.discovery());
        if (cluster.discovery() == Cluster.Discovery.REQUESTED) {
            text.append(" port ").append(cluster.port());
        }
        cluster.endpoints().forEach(endpoint -> text.append(' ').append(endpoint(endpoint)));
        if (!cluster.listedAddresses().isEmpty()) {
            text.append(" listed ").append(cluster.listedAddresses());
        }
        if (!cluster.connectTimeout().equals(Cluster.DEFAULT_CONNECT_TIMEOUT)) {
            text.append(" connect ").append(cluster.connectTimeout());
        }
        if (!cluster.idleTimeout().equals(Cluster.DEFAULT_IDLE_TIMEOUT)) {
            text.append(" idle ").append(cluster.idleTimeout());
        }
        if (cluster.settings().tls() != null) {
            text.append(" tls ").append(tls(cluster.settings().tls()));
        }
        TunnelProxy tunnel = cluster.settings().tunnel();
        if (tunnel != null) {
            text.append(" through ")
                    .append(tunnel.method())
                    .append(' ')
                    .append(tunnel.host())
                    .append(':')
                    .append(tunnel.port());
        }
        text.append(SettingsText.of(cluster.settings())).append('\n');
    }

    private static String tls(UpstreamTls tls) {
        return "sni " + (tls.sni() == null ? "host" : tls.sni())
                + (tls.subjectAltNames().isEmpty() ? "" : " names " + tls.subjectAltNames())
                + (tls.caCertificates() == null ? "" : " ca " + tls.caCertificates())
                + (tls.caCrl() == null ? "" : " crl " + tls.caCrl())
                + (tls.clientCertificate() == null ? "" : " as " + tls.clientCertificate() + " " + tls.privateKey())
                + (tls.verified() ? "" : " unverified");
    }

    private static String endpoint(Endpoint endpoint) {
        return endpoint.address() + ":" + endpoint.port()
                + (endpoint.weight() == 1 ? "" : "x" + endpoint.weight())
                + (endpoint.listed() ? "!" : "")
                + (endpoint.labels().isEmpty() ? "" : new TreeMap<>(endpoint.labels()).toString());
    }
}
