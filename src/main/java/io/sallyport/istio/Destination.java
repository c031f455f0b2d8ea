package io.sallyport.istio;

import org.jspecify.annotations.Nullable;

/**
 * Where traffic goes (Istio {@code Destination}).
 *
 * @param host name of a service in the registry, as written
 * @param subset name of a subset of the host's DestinationRule
 */
public record Destination(
        Where where,
        String host,
        @Nullable String subset,
        @Nullable PortSelector port) {}
