package io.sallyport.istio;

import org.jspecify.annotations.Nullable;

/** A destination that gets copies of requests (Istio {@code HTTPMirrorPolicy}). */
public record HttpMirrorPolicy(
        Where where, Destination destination, @Nullable Percent percentage) {}
