package io.sallyport.compile;

import io.sallyport.istio.Resource;
import io.sallyport.istio.VirtualService;
import io.sallyport.policy.OutwardHeaders;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which resources are for us: what {@code exportTo} shows to our namespace, what the Sidecar lets us see, and what
 * {@code gateways} binds to a Gateway that serves it.
 */
public final class Visibility {

    private static final String MESH = "mesh";

    private final CompileOptions options;
    private final SidecarScope scope;
    /** By {@code namespace/name}; one that is named in the options and is no resource here serves whatever is bound. */
    private final Map<String, GatewayServers> servers;

    /** Without Sidecar and Gateways. */
    Visibility(CompileOptions options) {
        this(options, SidecarScope.EVERYTHING, Map.of());
    }

    private Visibility(CompileOptions options, SidecarScope scope, Map<String, GatewayServers> servers) {
        this.options = options;
        this.scope = scope;
        this.servers = Map.copyOf(servers);
    }

    /** The same with a Sidecar and the Gateways that this process acts as. */
    Visibility within(SidecarScope sidecar, Map<String, GatewayServers> gateways) {
        return new Visibility(options, sidecar, gateways);
    }

    /** Whether this process acts as the gateway {@code namespace/name}. */
    boolean actsAs(String gateway) {
        return options.gateways().stream()
                .anyMatch(ours -> qualified(ours, options.namespace()).equals(gateway));
    }

    /** The callers' namespace. */
    public String namespace() {
        return options.namespace();
    }

    /** Whether credentials that rules name are looked for. */
    public boolean findsCredentials() {
        return !options.credentials().isEmpty();
    }

    /** Which header fields about the inside leave for hosts whose entry does not say. */
    OutwardHeaders outward() {
        return options.outward();
    }

    /** Where the callers run; empty when not known. */
    String locality() {
        return options.locality();
    }

    /** Whether the callers' labels are known. */
    boolean knowsLabels() {
        return !options.workloadLabels().isEmpty();
    }

    /** Whether the callers have all of these labels. */
    boolean selects(Map<String, String> labels) {
        return options.workloadLabels().entrySet().containsAll(labels.entrySet());
    }

    /** The resource's namespace, that of the callers where it names none. */
    public String namespaceOf(Resource resource) {
        String written = resource.metadata().namespace();
        return written == null || written.isEmpty() ? options.namespace() : written;
    }

    /** Whether it is exported to the callers; without {@code exportTo} everybody sees it. */
    public boolean sees(Resource resource, List<String> exportTo) {
        return isExported(resource, exportTo, options.namespace());
    }

    /** Whether it is exported to a namespace; without {@code exportTo} it is to all. */
    boolean isExported(Resource resource, List<String> exportTo, String namespace) {
        if (exportTo.isEmpty()) {
            return true;
        }
        for (String to : exportTo) {
            if (to.equals("*")
                    || to.equals(namespace)
                    || (to.equals(".") && namespaceOf(resource).equals(namespace))) {
                return true;
            }
        }
        return false;
    }

    /** Whether we are gateways, not the mesh. */
    public boolean isGateway() {
        return !options.gateways().isEmpty();
    }

    /**
     * Whether rules of a resource bound to these gateways are for us. No names mean the mesh; a name without namespace
     * is in the resource's own.
     */
    public boolean binds(Resource resource, List<String> gateways) {
        if (!isGateway()) {
            return gateways.isEmpty() || gateways.contains(MESH);
        }
        return gateways.stream().anyMatch(gateway -> actsAs(qualified(gateway, namespaceOf(resource))));
    }

    /** Whether requests may ask for the port of a host that the resource lists. */
    boolean opens(Resource entry, String host, int port) {
        return scope.showsEverything() || scope.showsService(namespaceOf(entry), host, port);
    }

    /** Whether the Sidecar shows the routes for any port. */
    public boolean imports(VirtualService owner) {
        // A delegate has no hosts: it is shown where that which delegates to it is.
        return scope.showsEverything()
                || owner.hosts().isEmpty()
                || scope.showsRoutes(namespaceOf(owner), names(owner));
    }

    /**
     * What of a host of a VirtualService is for us: the host itself, unless a Gateway serves a narrower one, or none of
     * it.
     */
    Set<String> claimed(VirtualService owner, String host) {
        if (!isGateway()) {
            return Set.of(host);
        }
        Set<String> claimed = new LinkedHashSet<>();
        for (String gateway : owner.gateways()) {
            String name = qualified(gateway, namespaceOf(owner));
            GatewayServers serving = servers.get(name);
            if (serving != null) {
                claimed.addAll(serving.common(namespaceOf(owner), host));
            } else if (actsAs(name)) {
                return Set.of(host);
            }
        }
        return claimed;
    }

    /**
     * Whether more than one VirtualService may apply to a host: a gateway merges them, and a Sidecar may show others for
     * other ports.
     */
    boolean severalMayApply() {
        return isGateway() || scope.differsByPort();
    }

    /** The ports that the Gateways which this process acts as serve HTTP on. */
    Set<Integer> servedPorts() {
        Set<Integer> ports = new TreeSet<>();
        servers.values().forEach(serving -> ports.addAll(serving.ports()));
        return ports;
    }

    /** Whether routes of a VirtualService apply to requests for a host and port. */
    boolean routes(VirtualService owner, String host, int port) {
        if (!isGateway()) {
            return scope.showsEverything() || scope.showsRoutes(namespaceOf(owner), names(owner), port);
        }
        return owner.gateways().stream()
                .map(gateway -> qualified(gateway, namespaceOf(owner)))
                .filter(this::actsAs)
                .map(servers::get)
                .anyMatch(serving -> serving == null || serving.serves(namespaceOf(owner), host, port));
    }

    private List<String> names(VirtualService owner) {
        return owner.hosts().stream()
                .map(host -> HostNames.qualified(host, namespaceOf(owner)))
                .toList();
    }

    private static String qualified(String gateway, String namespace) {
        return gateway.indexOf('/') < 0 ? namespace + "/" + gateway : gateway;
    }
}
