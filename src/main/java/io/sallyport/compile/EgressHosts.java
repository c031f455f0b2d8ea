package io.sallyport.compile;

import io.sallyport.istio.Sidecar.EgressListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one egress listener of a Sidecar shows: hosts by the namespace of the resource that names them. What a tilde
 * excludes stays hidden, whatever else shows it.
 */
final class EgressHosts {

    private static final String EVERY = "*";

    /** The hosts of one namespace; exact ones are looked up, since there may be many. */
    private static final class Hosts {
        final Set<String> exact = new HashSet<>();
        final List<String> wildcards = new ArrayList<>();
        final List<String> excluded = new ArrayList<>();

        boolean covers(String host) {
            return exact.contains(host) || wildcards.stream().anyMatch(pattern -> HostPattern.covers(pattern, host));
        }

        boolean overlaps(String host) {
            return exact.contains(host)
                    || wildcards.stream().anyMatch(pattern -> HostPattern.overlap(pattern, host))
                    || (HostPattern.isWildcard(host)
                            && exact.stream().anyMatch(name -> HostPattern.covers(host, name)));
        }

        boolean excludes(String host) {
            return excluded.stream().anyMatch(pattern -> HostPattern.covers(pattern, host));
        }
    }

    private final Map<String, Hosts> byNamespace = new HashMap<>();

    /** @param namespace what a dot means: the callers' */
    EgressHosts(EgressListener listener, String namespace) {
        for (String written : listener.hosts()) {
            int slash = written.indexOf('/');
            if (slash >= 0) {
                add(written.substring(0, slash), HostNames.normal(written.substring(slash + 1)), namespace);
            }
        }
    }

    private void add(String scope, String host, String namespace) {
        boolean exclude = scope.startsWith("~");
        String name = exclude ? scope.substring(1) : scope;
        String from = name.isEmpty() ? EVERY : name.equals(".") ? namespace : name;
        Hosts hosts = byNamespace.computeIfAbsent(from, ignored -> new Hosts());
        if (exclude) {
            hosts.excluded.add(host);
        } else if (HostPattern.isWildcard(host)) {
            hosts.wildcards.add(host);
        } else {
            hosts.exact.add(host);
        }
    }

    /** Whether a service of the namespace is shown: a wildcard only if all of it is. */
    boolean showsService(String namespace, String host) {
        Hosts own = byNamespace.get(namespace);
        Hosts every = byNamespace.get(EVERY);
        boolean excluded = (own != null && own.excludes(host)) || (every != null && every.excludes(host));
        return !excluded && ((own != null && own.covers(host)) || (every != null && every.covers(host)));
    }

    /** Whether routes of the namespace for a host are shown: Istio takes any overlap, one way or the other. */
    boolean showsRoutes(String namespace, String host) {
        Hosts own = byNamespace.get(namespace);
        Hosts every = byNamespace.get(EVERY);
        boolean excluded = (own != null && own.excludes(host)) || (every != null && every.excludes(host));
        return !excluded && ((own != null && own.overlaps(host)) || (every != null && every.overlaps(host)));
    }
}
