package io.sallyport.istio;

import org.jspecify.annotations.Nullable;

/** The VirtualService that continues a rule (Istio {@code Delegate}). */
public record Delegate(
        Where where, @Nullable String name, @Nullable String namespace) {}
