package io.sallyport.istio;

import org.jspecify.annotations.Nullable;

/** Changes of path and authority before forwarding (Istio {@code HTTPRewrite}). */
public record HttpRewrite(
        Where where,
        @Nullable String uri,
        @Nullable String authority,
        @Nullable RegexRewrite uriRegexRewrite) {
    /** Replacement of all matches in the path (Istio {@code RegexRewrite}); RE2, not compiled here. */
    public record RegexRewrite(
            Where where, @Nullable String match, @Nullable String rewrite) {}
}
