package io.sallyport.istio;

import org.jspecify.annotations.Nullable;

/**
 * Mesh-wide settings that shape egress (Istio {@code MeshConfig}), as Istio keeps them: the text {@code mesh} of the
 * ConfigMap {@code istio}. What else stands there is about other things and passed over.
 *
 * @param metadata of the ConfigMap
 * @param outboundTrafficPolicy what becomes of hosts that are not listed
 * @param pathNormalization what is done to paths before they are matched
 * @param defaultHttpRetryPolicy how requests are retried where no route says so
 */
public record MeshConfig(
        Where where,
        Metadata metadata,
        Sidecar.@Nullable OutboundTrafficPolicy outboundTrafficPolicy,
        @Nullable PathNormalization pathNormalization,
        @Nullable HttpRetry defaultHttpRetryPolicy)
        implements Resource {
    /** How messages call it. */
    public static final String KIND = "MeshConfig";

    /** How paths are put into one spelling (Istio {@code MeshConfig.ProxyPathNormalization}). */
    public record PathNormalization(Where where, @Nullable Type normalization) {
        /** What is done. */
        public enum Type {
            DEFAULT,
            NONE,
            BASE,
            MERGE_SLASHES,
            DECODE_AND_MERGE_SLASHES
        }
    }
}
