package io.sallyport.istio;

import org.jspecify.annotations.Nullable;

/**
 * An answer that sends the caller elsewhere (Istio {@code HTTPRedirect}).
 *
 * @param redirectCode HTTP status, 0 to 4294967295 by type
 */
public record HttpRedirect(
        Where where,
        @Nullable String uri,
        @Nullable String authority,
        @Nullable RedirectPort port,
        @Nullable String scheme,
        @Nullable Long redirectCode,
        @Nullable String prefixRewrite) {
    /** The port in the new location: a number or a way to find it. */
    public sealed interface RedirectPort {
        /** Position of the field that was written. */
        Where where();
    }

    /** {@code port}: 0 to 4294967295 by type. */
    public record Port(Where where, long number) implements RedirectPort {}

    /** {@code derivePort}. */
    public record DerivePort(Where where, Derivation derivation) implements RedirectPort {}

    /** Where a derived port comes from (Istio {@code RedirectPortSelection}). */
    public enum Derivation {
        FROM_PROTOCOL_DEFAULT,
        FROM_REQUEST_PORT
    }
}
