package io.sallyport.compile;

import io.sallyport.istio.Resource;
import java.util.List;

/** Which resources are for us: what {@code exportTo} shows to our namespace, and what {@code gateways} binds. */
final class Visibility {

    private static final String MESH = "mesh";

    private final CompileOptions options;

    Visibility(CompileOptions options) {
        this.options = options;
    }

    /** The callers' namespace. */
    String namespace() {
        return options.namespace();
    }

    /** The resource's namespace, that of the callers where it names none. */
    String namespaceOf(Resource resource) {
        String written = resource.metadata().namespace();
        return written == null || written.isEmpty() ? options.namespace() : written;
    }

    /** Whether it is exported to the callers; without {@code exportTo} everybody sees it. */
    boolean sees(Resource resource, List<String> exportTo) {
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
    boolean isGateway() {
        return !options.gateways().isEmpty();
    }

    /**
     * Whether rules of a resource bound to these gateways are for us. No names mean the mesh; a name without namespace
     * is in the resource's own.
     */
    boolean binds(Resource resource, List<String> gateways) {
        if (options.gateways().isEmpty()) {
            return gateways.isEmpty() || gateways.contains(MESH);
        }
        for (String gateway : gateways) {
            for (String ours : options.gateways()) {
                if (qualified(gateway, namespaceOf(resource)).equals(qualified(ours, options.namespace()))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String qualified(String gateway, String namespace) {
        return gateway.indexOf('/') < 0 ? namespace + "/" + gateway : gateway;
    }
}
