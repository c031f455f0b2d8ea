package io.sallyport.policy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that applies to one host: its ports, each with its routes. Built from a ServiceEntry's host, a VirtualService's
 * host, or both.
 *
 * @param host as written, lower case, perhaps a wildcard
 * @param service the listed host, or null where only a VirtualService names it
 * @param ports by port number
 */
public record VirtualHost(String host, @Nullable Service service, Map<Integer, PortPolicy> ports) {

    public VirtualHost {
        ports = Map.copyOf(ports);
    }
}
