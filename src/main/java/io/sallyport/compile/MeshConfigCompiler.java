package io.sallyport.compile;

import io.sallyport.istio.MeshConfig;
import io.sallyport.istio.Sidecar.OutboundTrafficPolicy;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.policy.PathNormalization;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the mesh-wide settings into ours; of several the first by age and name counts. */
final class MeshConfigCompiler {

    /**
     * What holds for all hosts.
     *
     * @param outboundPolicy null where the mesh's settings say nothing
     * @param retries of requests whose route says nothing
     */
    record MeshSettings(
            @Nullable OutboundPolicy outboundPolicy, PathNormalization pathNormalization, RetryCompiler retries) {}

    private final ProblemCollector problems;

    MeshConfigCompiler(ProblemCollector problems) {
        this.problems = problems;
    }

    MeshSettings compile(List<MeshConfig> all) {
        MeshConfig first = all.stream().min(Age.OLDEST_FIRST).orElse(null);
        if (first == null) {
            return new MeshSettings(null, PathNormalization.BASE, new RetryCompiler(null));
        }
        for (MeshConfig other : all) {
            if (!other.equals(first)) {
                problems.of(other)
                        .warning(
                                other.where(),
                                "duplicate-mesh-config",
                                null,
                                "has no effect: " + first.title() + " comes first");
            }
        }
        new RetryCheck(problems.of(first)).run(first.defaultHttpRetryPolicy());
        return new MeshSettings(
                outboundPolicy(first), pathNormalization(first), new RetryCompiler(first.defaultHttpRetryPolicy()));
    }

    private @Nullable OutboundPolicy outboundPolicy(MeshConfig mesh) {
        OutboundTrafficPolicy written = mesh.outboundTrafficPolicy();
        if (written == null) {
            return null;
        }
        if (written.egressProxy() != null) {
            problems.of(mesh).refused(written.egressProxy().where(), "hosts that are not listed are refused");
            return OutboundPolicy.REGISTRY_ONLY;
        }
        return written.mode() == OutboundTrafficPolicy.Mode.ALLOW_ANY
                ? OutboundPolicy.ALLOW_ANY
                : OutboundPolicy.REGISTRY_ONLY;
    }

    private static PathNormalization pathNormalization(MeshConfig mesh) {
        MeshConfig.PathNormalization written = mesh.pathNormalization();
        return switch (written == null ? null : written.normalization()) {
            case null -> PathNormalization.BASE;
            case DEFAULT, BASE -> PathNormalization.BASE;
            case NONE -> PathNormalization.NONE;
            case MERGE_SLASHES -> PathNormalization.MERGE_SLASHES;
            case DECODE_AND_MERGE_SLASHES -> PathNormalization.DECODE_AND_MERGE_SLASHES;
        };
    }
}
