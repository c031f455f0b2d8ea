package io.sallyport.compile;

import io.sallyport.istio.ConsistentHash;
import io.sallyport.istio.LoadBalancerSettings;
import io.sallyport.istio.LocalityLoadBalancerSetting;
import io.sallyport.istio.LocalityLoadBalancerSetting.Failover;
import io.sallyport.istio.OutlierDetection;
import io.sallyport.istio.Where;
import io.sallyport.istio.ZoneAwareLoadBalancerSetting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What Istio's admission refuses in load balancer settings. */
final class LoadBalancerCheck {

    private static final long LARGEST_TABLE = 5_000_011;
    private static final Set<String> TOPOLOGY =
            Set.of("topology.kubernetes.io/region", "topology.kubernetes.io/zone", "topology.istio.io/subzone");

    private final ResourceProblems problems;
    private final FieldChecks checks;

    LoadBalancerCheck(ResourceProblems problems) {
        this.problems = problems;
        this.checks = new FieldChecks(problems);
    }

    void run(@Nullable LoadBalancerSettings settings, @Nullable OutlierDetection outlier) {
        if (settings == null) {
            return;
        }
        if (settings.policy() instanceof ConsistentHash hash) {
            hash(hash);
        }
        LocalityLoadBalancerSetting locality = settings.localityLbSetting();
        ZoneAwareLoadBalancerSetting zone = settings.zoneAwareLbSetting();
        if (locality != null && zone != null) {
            conflict(zone.where(), "localityLbSetting and zoneAwareLbSetting exclude each other");
        }
        if (locality != null) {
            locality(locality);
            needsOutlierDetection(locality.where(), locality.failover(), locality.failoverPriority(), outlier);
        }
        if (zone != null) {
            zone(zone);
            needsOutlierDetection(zone.where(), zone.failover(), zone.failoverPriority(), outlier);
        }
        if (settings.warmup() != null) {
            warmup(settings.warmup());
        }
    }

    private void hash(ConsistentHash hash) {
        if (hash.key() instanceof ConsistentHash.HttpCookie cookie) {
            cookie(cookie);
        }
        Long ring = hash.minimumRingSize();
        if (ring != null && ring != 0) {
            problems.warning(hash.where().field("minimumRingSize"), "deprecated", ring, "is deprecated, use ringHash");
            if (hash.algorithm() != null) {
                conflict(
                        hash.where().field("minimumRingSize"),
                        "minimumRingSize and ringHash or maglev exclude each other");
            }
        }
        if (hash.algorithm() instanceof ConsistentHash.Maglev maglev) {
            long size = maglev.tableSize() == null ? 0 : maglev.tableSize();
            if (size >= LARGEST_TABLE || !isPrime(size)) {
                problems.error(
                        maglev.where().field("tableSize"),
                        "out-of-range",
                        size,
                        "the tableSize of Maglev is " + size,
                        "a prime number below " + LARGEST_TABLE);
            }
        }
    }

    private static boolean isPrime(long number) {
        if (number < 2) {
            return number == 1; // Envoy takes it
        }
        for (long factor = 2; factor * factor <= number; factor++) {
            if (number % factor == 0) {
                return false;
            }
        }
        return true;
    }

    private void cookie(ConsistentHash.HttpCookie cookie) {
        if (cookie.name().isEmpty()) {
            problems.error(cookie.where().field("name"), "missing-field", null, "the cookie needs a name", "a name");
        }
        Set<String> names = new HashSet<>();
        for (ConsistentHash.HttpCookie.Attribute attribute : cookie.attributes()) {
            if (attribute.name().isEmpty()) {
                problems.error(
                        attribute.where().field("name"),
                        "missing-field",
                        null,
                        "the cookie's attribute needs a name",
                        "a name");
            } else if (!names.add(attribute.name())) {
                problems.error(
                        attribute.where().field("name"),
                        "duplicate-name",
                        attribute.name(),
                        "the cookie has the attribute already",
                        "each attribute once");
            }
        }
    }

    private void warmup(LoadBalancerSettings.WarmupConfiguration warmup) {
        checks.duration(warmup.where().field("duration"), warmup.duration());
        checks.percent(warmup.where().field("minimumPercent"), warmup.minimumPercent());
        if (warmup.aggression() != null && warmup.aggression() <= 0) {
            problems.error(
                    warmup.where().field("aggression"),
                    "out-of-range",
                    warmup.aggression(),
                    warmup.aggression() + " is no aggression",
                    "more than 0");
        }
    }

    private void locality(LocalityLoadBalancerSetting locality) {
        Where where = locality.where();
        if (!locality.distribute().isEmpty() && !locality.failover().isEmpty()) {
            conflict(where.field("failover"), "distribute and failover exclude each other");
        }
        if (!locality.failover().isEmpty()
                && locality.failoverPriority().stream().anyMatch(TOPOLOGY::contains)) {
            conflict(where.field("failoverPriority"), "failover excludes topology labels in failoverPriority");
        }
        List<String> sources = new ArrayList<>();
        for (LocalityLoadBalancerSetting.Distribute distribute : locality.distribute()) {
            sources.add(Objects.requireNonNullElse(distribute.from(), ""));
            Where to = distribute.where().field("to");
            long total =
                    distribute.to().values().stream().mapToLong(Long::longValue).sum();
            boolean inRange = distribute.to().values().stream().allMatch(weight -> weight >= 1 && weight <= 100);
            if (!inRange || total != 100) {
                problems.error(
                        to,
                        "bad-weight",
                        total,
                        "the locality weights are " + distribute.to().values(),
                        "1 to 100 each, 100 in sum");
            }
            localities(to, List.copyOf(distribute.to().keySet()));
        }
        localities(where.field("distribute"), sources);
        locality.failover().forEach(this::failover);
    }

    private void zone(ZoneAwareLoadBalancerSetting zone) {
        if (zone.failoverPriority().stream().anyMatch(TOPOLOGY::contains)) {
            conflict(
                    zone.where().field("failoverPriority"),
                    "zone-aware load balancing excludes topology labels in failoverPriority");
        }
        zone.failover().forEach(this::failover);
    }

    private void failover(Failover failover) {
        String from = Objects.requireNonNullElse(failover.from(), "");
        String to = Objects.requireNonNullElse(failover.to(), "");
        if (from.equals(to)) {
            problems.error(failover.where(), "bad-locality", from, "fails over from a region to itself", "two regions");
        }
        if ((from + to).contains("/") || (from + to).contains("*")) {
            problems.error(
                    failover.where(),
                    "bad-locality",
                    from + " to " + to,
                    "failover is between regions",
                    "names of regions, without / and *");
        }
    }

    private void needsOutlierDetection(
            Where where, List<Failover> failover, List<String> priority, @Nullable OutlierDetection outlier) {
        if (outlier == null && !(failover.isEmpty() && priority.isEmpty())) {
            problems.warning(where, "no-effect", null, "failover has no effect without outlierDetection");
        }
    }

    /** Each is region, region/zone or region/zone/subzone, perhaps ending in a star, and none covers another. */
    private void localities(Where where, List<String> localities) {
        TreeSet<String> seen = new TreeSet<>();
        for (String locality : localities) {
            int star = locality.indexOf('*');
            boolean inside = star >= 0 && star < locality.length() - 1;
            boolean gap =
                    locality.isEmpty() || locality.startsWith("/") || locality.endsWith("/") || locality.contains("//");
            if (inside || gap) {
                problems.error(
                        where,
                        "bad-locality",
                        locality,
                        "\"" + ResourceProblems.quoted(locality) + "\" is not a locality",
                        "region/zone/subzone, * at the end");
                continue;
            }
            String prefix = star < 0 ? locality + "/" : locality.substring(0, star);
            String before = seen.floor(prefix);
            String after = seen.ceiling(prefix);
            if ((before != null && prefix.startsWith(before)) || (after != null && after.startsWith(prefix))) {
                problems.error(
                        where,
                        "bad-locality",
                        locality,
                        "\"" + ResourceProblems.quoted(locality) + "\" overlaps with another locality",
                        "localities apart from each other");
            }
            seen.add(prefix);
        }
    }

    private void conflict(Where where, String message) {
        problems.error(where, "conflicting-fields", null, message, "one of the two");
    }
}
