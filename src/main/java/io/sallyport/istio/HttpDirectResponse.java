package io.sallyport.istio;

import org.jspecify.annotations.Nullable;

/**
 * A fixed answer (Istio {@code HTTPDirectResponse}).
 *
 * @param status HTTP status, 0 to 4294967295 by type
 */
public record HttpDirectResponse(
        Where where, long status, @Nullable HttpBody body) {
    /** The body of a fixed answer (Istio {@code HTTPBody}): text, bytes, or an empty mapping. */
    public sealed interface HttpBody {
        /** Position of the mapping that holds the body. */
        Where where();
    }

    /** {@code string}. */
    public record Text(Where where, String string) implements HttpBody {}

    /** {@code bytes}: valid base64 as written. */
    public record Bytes(Where where, String base64) implements HttpBody {}

    /** {@code {}}. */
    public record Unset(Where where) implements HttpBody {}
}
