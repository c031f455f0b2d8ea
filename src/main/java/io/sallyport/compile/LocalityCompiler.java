package io.sallyport.compile;

import io.sallyport.istio.LocalityLoadBalancerSetting;
import io.sallyport.istio.LocalityLoadBalancerSetting.Distribute;
import io.sallyport.istio.LocalityLoadBalancerSetting.Failover;
import io.sallyport.policy.Endpoint;
import io.sallyport.policy.LoadBalancing.LocalityPreference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Ranks endpoints by how near they are, as Istio does: by {@code distribute} for our own locality; else, with outlier
 * detection, by {@code failoverPriority}; else by region, zone and sub-zone, where we know our own.
 */
final class LocalityCompiler {

    private static final List<String> TOPOLOGY =
            List.of("topology.kubernetes.io/region", "topology.kubernetes.io/zone", "topology.istio.io/subzone");
    private static final int REMOTE = 3;

    private LocalityCompiler() {}

    /** Null where all endpoints are alike. */
    static @Nullable LocalityPreference compile(
            @Nullable LocalityLoadBalancerSetting setting, boolean outliers, List<Endpoint> endpoints, String own) {
        if (setting != null && Boolean.FALSE.equals(setting.enabled())) {
            return null;
        }
        Distribute distribute = setting == null ? null : distribution(setting.distribute(), own);
        if (distribute != null) {
            return shares(distribute, endpoints);
        }
        if (!outliers || (setting != null && !setting.distribute().isEmpty())) {
            return null;
        }
        if (setting != null && !setting.failoverPriority().isEmpty()) {
            return ranked(endpoints, endpoint -> byLabels(setting.failoverPriority(), endpoint, own));
        }
        if (own.isEmpty()) {
            return null;
        }
        List<Failover> failover = setting == null ? List.of() : setting.failover();
        return ranked(endpoints, endpoint -> byLocality(endpoint.locality(), own, failover));
    }

    private static @Nullable Distribute distribution(List<Distribute> distributes, String own) {
        if (own.isEmpty()) {
            return null;
        }
        for (Distribute distribute : distributes) {
            if (distribute.from() != null && covers(distribute.from(), own)) {
                return distribute;
            }
        }
        return null;
    }

    private static LocalityPreference shares(Distribute distribute, List<Endpoint> endpoints) {
        List<String> names = List.copyOf(distribute.to().keySet());
        List<Integer> shares = new ArrayList<>();
        distribute.to().values().forEach(share -> shares.add(share.intValue()));
        List<Integer> groups = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            int group = LocalityPreference.OUTSIDE;
            for (int i = 0; i < names.size() && group == LocalityPreference.OUTSIDE; i++) {
                group = covers(names.get(i), endpoint.locality()) ? i : group;
            }
            groups.add(group);
        }
        return new LocalityPreference(groups, shares);
    }

    /** Whether a pattern such as {@code us-west/zone1/*}, or a prefix of whole parts, covers a locality. */
    private static boolean covers(String pattern, String locality) {
        String[] wanted = pattern.split("/", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("*")) {
                return true;
            }
            if (!wanted[i].equals(part(locality, i))) {
                return false;
            }
        }
        return true;
    }

    private interface Ranking {
        int of(Endpoint endpoint);
    }

    /** Gaps are closed, so that 0 is the nearest there is. */
    private static @Nullable LocalityPreference ranked(List<Endpoint> endpoints, Ranking ranking) {
        List<Integer> ranks = new ArrayList<>();
        endpoints.forEach(endpoint -> ranks.add(ranking.of(endpoint)));
        List<Integer> different = List.copyOf(new TreeSet<>(ranks));
        if (different.size() < 2) {
            return null;
        }
        ranks.replaceAll(rank -> Collections.binarySearch(different, rank));
        return new LocalityPreference(ranks, List.of());
    }

    private static int byLocality(String locality, String own, List<Failover> failover) {
        for (int same = 0; same < REMOTE; same++) {
            if (!part(locality, same).equals(part(own, same))) {
                int rank = REMOTE - same;
                return rank < REMOTE ? rank : remote(part(locality, 0), part(own, 0), failover);
            }
        }
        return 0;
    }

    private static int remote(String region, String own, List<Failover> failover) {
        for (Failover rule : failover) {
            if (own.equals(rule.from())) {
                return region.equals(rule.to()) ? REMOTE : REMOTE + 1;
            }
        }
        return REMOTE;
    }

    /** The labels that match, from the first on, bring it nearer; of ours we know the topology only. */
    private static int byLabels(List<String> labels, Endpoint endpoint, String own) {
        for (int matched = 0; matched < labels.size(); matched++) {
            String written = labels.get(matched);
            int equals = written.indexOf('=');
            String name = equals < 0 ? written : written.substring(0, equals);
            String wanted = equals < 0 ? topology(name, own, Map.of()) : written.substring(equals + 1);
            if (!wanted.equals(topology(name, endpoint.locality(), endpoint.labels()))) {
                return labels.size() - matched;
            }
        }
        return 0;
    }

    private static String topology(String label, String locality, Map<String, String> labels) {
        int part = TOPOLOGY.indexOf(label);
        String written = labels.get(label);
        if (written != null) {
            return written;
        }
        return part < 0 ? "" : part(locality, part);
    }

    private static String part(String locality, int index) {
        String[] parts = locality.split("/", -1);
        return index < parts.length ? parts[index] : "";
    }
}
