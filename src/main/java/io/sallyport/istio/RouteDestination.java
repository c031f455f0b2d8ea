package io.sallyport.istio;

import org.jspecify.annotations.Nullable;

/**
 * A destination of TLS or TCP and its share of the connections (Istio {@code RouteDestination}).
 *
 * @param weight relative share, any 32-bit integer as written
 */
public record RouteDestination(
        Where where, Destination destination, @Nullable Integer weight) {}
