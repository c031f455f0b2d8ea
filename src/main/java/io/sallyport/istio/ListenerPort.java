package io.sallyport.istio;

import org.jspecify.annotations.Nullable;

/**
 * A port that a gateway or a sidecar listens on (Istio {@code Port} and {@code SidecarPort}).
 *
 * @param number 0 to 4294967295 by type; 0 where none is written, which is for unix sockets
 * @param protocol as written, any case, not yet checked
 * @param targetPort has no meaning in Istio
 */
public record ListenerPort(
        Where where,
        long number,
        @Nullable String protocol,
        @Nullable String name,
        @Nullable Long targetPort) {}
