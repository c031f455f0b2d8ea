package io.sallyport.istio;

import org.jspecify.annotations.Nullable;

/**
 * A destination and its share of the requests (Istio {@code HTTPRouteDestination}).
 *
 * @param weight relative share, any 32-bit integer as written
 */
public record HttpRouteDestination(
        Where where,
        Destination destination,
        @Nullable Integer weight,
        @Nullable Headers headers) {}
