package io.sallyport.compile;

import io.sallyport.policy.OutboundPolicy;
import io.sallyport.policy.OutwardHeaders;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For whom is compiled.
 *
 * @param outboundPolicy what becomes of hosts that are not listed; null leaves it to Istio's mesh-wide settings, and
 *     without those they are refused
 * @param namespace the callers' namespace, and that of resources that name none; decides what {@code exportTo} shows
 * @param gateways the gateways this process acts as, {@code name} or {@code namespace/name}; then only what is bound to
 *     one of them applies, as in Istio. Empty: the mesh
 * @param locality where this process runs, {@code region/zone/subzone} or a part of it from the left; empty when not
 *     known, and then no endpoint is nearer than another
 * @param credentials where what a {@code credentialName} means is looked for; empty where nowhere, and then what names
 *     a credential is refused
 * @param workloadLabels the callers' labels, which {@code workloadSelector} and {@code sourceLabels} ask for; empty when
 *     not known, and then nothing that asks for labels applies
 * @param outward which header fields about the inside leave for hosts whose entry does not say
 */
public record CompileOptions(
        @Nullable OutboundPolicy outboundPolicy,
        String namespace,
        Set<String> gateways,
        String locality,
        List<CredentialStore> credentials,
        Map<String, String> workloadLabels,
        OutwardHeaders outward) {

    /** For a process that does not know where it runs. */
    public CompileOptions(@Nullable OutboundPolicy outboundPolicy, String namespace, Set<String> gateways) {
        this(outboundPolicy, namespace, gateways, "");
    }

    /** For a process without credentials. */
    public CompileOptions(
            @Nullable OutboundPolicy outboundPolicy, String namespace, Set<String> gateways, String locality) {
        this(outboundPolicy, namespace, gateways, locality, null);
    }

    /** For callers whose labels are not known. */
    public CompileOptions(
            @Nullable OutboundPolicy outboundPolicy,
            String namespace,
            Set<String> gateways,
            String locality,
            @Nullable Path credentials) {
        this(outboundPolicy, namespace, gateways, locality, credentials, Map.of());
    }

    /** For a process that tells the outside nothing of the inside. */
    public CompileOptions(
            @Nullable OutboundPolicy outboundPolicy,
            String namespace,
            Set<String> gateways,
            String locality,
            @Nullable Path credentials,
            Map<String, String> workloadLabels) {
        this(
                outboundPolicy,
                namespace,
                gateways,
                locality,
                credentials == null ? List.of() : List.of(new CredentialFolder(credentials)),
                workloadLabels,
                OutwardHeaders.STRIP);
    }

    public CompileOptions {
        gateways = Set.copyOf(gateways);
        credentials = List.copyOf(credentials);
        workloadLabels = Map.copyOf(workloadLabels);
    }
}
