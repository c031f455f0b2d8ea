package io.sallyport.compile.analysis;

import io.sallyport.compile.Age;
import io.sallyport.compile.HostNames;
import io.sallyport.compile.Visibility;
import io.sallyport.istio.DestinationRule;
import io.sallyport.istio.Resource;
import io.sallyport.istio.ServiceEntry;
import io.sallyport.istio.VirtualService;
import io.sallyport.policy.HostIndex;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All resources, the oldest first, and an index of the hosts that those visible to the callers list. */
final class Listing {

    /** What {@code exportTo} says for all namespaces. */
    static final String EVERYWHERE = "*";

    final Visibility visibility;
    private final List<ServiceEntry> entries;
    private final List<VirtualService> virtualServices;
    private final List<DestinationRule> rules;
    private final Map<String, ListedName> byHost = new LinkedHashMap<>();
    private final HostIndex<ListedName> index;
    /** What follows the first label of a listed host, and each further one: {@code .b.c} and {@code .c} of a.b.c. */
    private final Set<String> suffixes = new HashSet<>();

    Listing(List<Resource> resources, Visibility visibility) {
        this.visibility = visibility;
        this.entries = of(ServiceEntry.class, resources);
        this.virtualServices = of(VirtualService.class, resources);
        this.rules = of(DestinationRule.class, resources);
        for (ServiceEntry entry : entries) {
            if (visibility.sees(entry, entry.exportTo())) {
                // Not twice, though a host be written twice.
                for (String host : hosts(entry)) {
                    byHost.computeIfAbsent(host, ListedName::new).add(entry);
                }
            }
        }
        for (String host : byHost.keySet()) {
            for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
                suffixes.add(host.substring(dot));
            }
        }
        this.index = new HostIndex<>(byHost);
    }

    private static <T extends Resource> List<T> of(Class<T> kind, List<Resource> resources) {
        return resources.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .sorted(Age.OLDEST_FIRST)
                .toList();
    }

    List<ServiceEntry> entries() {
        return entries;
    }

    List<VirtualService> virtualServices() {
        return virtualServices;
    }

    List<DestinationRule> rules() {
        return rules;
    }

    /** The listed hosts, wildcards among them. */
    Collection<ListedName> hosts() {
        return byHost.values();
    }

    /** The hosts of an entry, each once, as requests name them. */
    static Set<String> hosts(ServiceEntry entry) {
        Set<String> hosts = new LinkedHashSet<>();
        entry.hosts().forEach(host -> hosts.add(HostNames.normal(host)));
        return hosts;
    }

    /** The host that a resource in the namespace means, if it is listed by that very name. */
    @Nullable
    ListedName find(String host, String namespace) {
        ListedName full = byHost.get(HostNames.qualified(host, namespace));
        return full != null ? full : byHost.get(HostNames.normal(host));
    }

    /** The most specific listed host that is or covers what a resource in the namespace means; null when none does. */
    @Nullable
    ListedName covering(String host, String namespace) {
        ListedName listed = find(host, namespace);
        return listed != null ? listed : index.find(HostNames.qualified(host, namespace));
    }

    /** Whether a host is listed, covered by a listed one, or a wildcard with listed hosts below it. */
    boolean knows(String host, String namespace) {
        String normal = HostNames.normal(host);
        if (covering(normal, namespace) != null) {
            return true;
        }
        if (!normal.startsWith("*")) {
            return false;
        }
        // A star inside a label is left alone: what is below it cannot be looked up.
        String rest = normal.substring(1);
        return rest.isEmpty() ? !byHost.isEmpty() : !rest.startsWith(".") || suffixes.contains(rest);
    }

    /** Whether rules are for the callers: shown to them, and bound where they are. A delegate is where its root is. */
    boolean isForUs(VirtualService owner) {
        return owner.hosts().isEmpty()
                || (visibility.sees(owner, owner.exportTo())
                        && visibility.imports(owner)
                        && visibility.binds(owner, owner.gateways()));
    }

    /** Whether a rule is shown to the callers. */
    boolean isForUs(DestinationRule rule) {
        return visibility.sees(rule, rule.exportTo());
    }

    /** The namespaces a resource is exported to, {@link #EVERYWHERE} alone where it is for all. */
    Set<String> scopes(Resource resource, List<String> exportTo) {
        if (exportTo.isEmpty() || exportTo.contains(EVERYWHERE)) {
            return Set.of(EVERYWHERE);
        }
        Set<String> scopes = new HashSet<>();
        exportTo.forEach(to -> scopes.add(to.equals(".") ? visibility.namespaceOf(resource) : to));
        return scopes;
    }
}
