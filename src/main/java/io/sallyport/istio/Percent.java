package io.sallyport.istio;

import org.jspecify.annotations.Nullable;

/**
 * A share in percent (Istio {@code Percent}).
 *
 * @param value any finite number as written
 */
public record Percent(Where where, @Nullable Double value) {}
