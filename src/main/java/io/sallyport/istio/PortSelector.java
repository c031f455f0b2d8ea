package io.sallyport.istio;

import org.jspecify.annotations.Nullable;

/**
 * A port chosen by number (Istio {@code PortSelector}).
 *
 * @param number 0 to 4294967295 by type
 */
public record PortSelector(Where where, @Nullable Long number) {}
