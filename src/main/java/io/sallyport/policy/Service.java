package io.sallyport.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A listed host: one host of a ServiceEntry, after entries that share the host were merged.
 *
 * @param host as the ServiceEntry writes it, lower case, perhaps a wildcard such as {@code *.example.com}
 * @param namespace the namespace of the entry
 * @param entry the name of the (first) entry
 * @param where file and line of that entry, for people
 * @param ports in the order written
 * @param outward which header fields about the inside leave with requests to it
 */
public record Service(
        String host, String namespace, String entry, String where, List<ServicePort> ports, OutwardHeaders outward) {

    public Service {
        ports = List.copyOf(ports);
    }

    /** One that is told everything. */
    public Service(String host, String namespace, String entry, String where, List<ServicePort> ports) {
        this(host, namespace, entry, where, ports, OutwardHeaders.KEEP);
    }

    /** Whether the host is a wildcard. */
    public boolean isWildcard() {
        return host.startsWith("*");
    }

    /** The port with that number, or null when it is not listed. */
    public @Nullable ServicePort port(int number) {
        for (ServicePort port : ports) {
            if (port.number() == number) {
                return port;
            }
        }
        return null;
    }
}
