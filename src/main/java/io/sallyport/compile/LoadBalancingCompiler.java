package io.sallyport.compile;

import io.sallyport.istio.ConsistentHash;
import io.sallyport.istio.LoadBalancerSettings;
import io.sallyport.policy.Endpoint;
import io.sallyport.policy.LoadBalancing;
import io.sallyport.policy.LoadBalancing.Algorithm;
import io.sallyport.policy.LoadBalancing.HashKey;
import io.sallyport.policy.LoadBalancing.Warmup;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns {@code loadBalancer} into an algorithm and its settings, with Istio's and Envoy's defaults. */
final class LoadBalancingCompiler {

    private static final int RING = 1024;
    private static final int LARGEST_RING = 8 * 1024 * 1024;
    private static final int MAGLEV = 65_537;
    private static final double MINIMUM_PERCENT = 10;
    private static final double AGGRESSION = 1;

    private LoadBalancingCompiler() {}

    /**
     * @param endpoints the cluster's, whose localities are ranked
     * @param locality where we run; empty when not known
     */
    static LoadBalancing compile(EffectivePolicy policy, List<Endpoint> endpoints, String locality) {
        LoadBalancerSettings settings = policy.loadBalancer();
        LoadBalancing.LocalityPreference preference = LocalityCompiler.compile(
                settings == null ? null : settings.localityLbSetting(),
                policy.outlierDetection() != null,
                endpoints,
                locality);
        if (settings == null) {
            return preference == null
                    ? LoadBalancing.DEFAULT
                    : new LoadBalancing(new LoadBalancing.LeastRequest(), preference, null);
        }
        return new LoadBalancing(algorithm(settings.policy()), preference, warmup(settings));
    }

    private static Algorithm algorithm(LoadBalancerSettings.@Nullable Policy policy) {
        return switch (policy) {
            case null -> new LoadBalancing.LeastRequest();
            case LoadBalancerSettings.Simple simple ->
                switch (simple.algorithm()) {
                    case UNSPECIFIED, LEAST_CONN, LEAST_REQUEST -> new LoadBalancing.LeastRequest();
                    case RANDOM -> new LoadBalancing.Random();
                    case PASSTHROUGH -> new LoadBalancing.Passthrough();
                    case ROUND_ROBIN -> new LoadBalancing.RoundRobin();
                };
            case ConsistentHash hash -> hash(hash);
        };
    }

    private static Algorithm hash(ConsistentHash hash) {
        HashKey key = key(hash.key());
        if (key == null) {
            // Nothing to hash: every request is as one without the header.
            return new LoadBalancing.Random();
        }
        return switch (hash.algorithm()) {
            case ConsistentHash.Maglev maglev ->
                new LoadBalancing.ConsistentHash(key, size(maglev.tableSize(), MAGLEV), true);
            case ConsistentHash.RingHash ring ->
                new LoadBalancing.ConsistentHash(key, size(ring.minimumRingSize(), RING), false);
            case null -> new LoadBalancing.ConsistentHash(key, size(hash.minimumRingSize(), RING), false);
        };
    }

    private static int size(@Nullable Long written, int otherwise) {
        return written == null || written == 0 ? otherwise : (int) Math.min(written, LARGEST_RING);
    }

    private static @Nullable HashKey key(ConsistentHash.@Nullable HashKey key) {
        return switch (key) {
            case null -> null;
            case ConsistentHash.HttpHeaderName header ->
                new HashKey.Header(header.name().toLowerCase(Locale.ROOT));
            case ConsistentHash.HttpCookie cookie -> cookie(cookie);
            case ConsistentHash.UseSourceIp source -> source.use() ? new HashKey.SourceAddress() : null;
            case ConsistentHash.HttpQueryParameterName parameter -> new HashKey.QueryParameter(parameter.name());
        };
    }

    private static HashKey cookie(ConsistentHash.HttpCookie cookie) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (ConsistentHash.HttpCookie.Attribute attribute : cookie.attributes()) {
            attributes.put(attribute.name(), Objects.requireNonNullElse(attribute.value(), ""));
        }
        return new HashKey.Cookie(cookie.name(), cookie.path(), cookie.ttl(), attributes);
    }

    private static @Nullable Warmup warmup(LoadBalancerSettings settings) {
        LoadBalancerSettings.WarmupConfiguration warmup = settings.warmup();
        if (warmup != null) {
            return new Warmup(
                    warmup.duration(),
                    Objects.requireNonNullElse(warmup.minimumPercent(), MINIMUM_PERCENT),
                    Objects.requireNonNullElse(warmup.aggression(), AGGRESSION));
        }
        Duration old = settings.warmupDurationSecs();
        return old == null || old.isZero() ? null : new Warmup(old, MINIMUM_PERCENT, AGGRESSION);
    }
}
