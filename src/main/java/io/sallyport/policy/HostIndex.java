package io.sallyport.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the most specific entry for a host: exact before wildcard, then the longest wildcard (Istio's rule).
 *
 * <p>The cost is one hash look-up a label of the name asked for, the same for 10 and 10,000 entries. {@code *.foo.com}
 * covers any depth below {@code foo.com}, never {@code foo.com} itself; {@code *} covers all. A star inside a label
 * ({@code *-eu.foo.com}), which Istio takes and warns about, is compared one by one.
 *
 * @param <T> what a host leads to
 */
public final class HostIndex<T> {

    /** A wildcard whose star does not end at a dot. */
    private record Partial<T>(String suffix, T value) {}

    private final Map<String, T> exact = new HashMap<>();
    /** By the part after the star: {@code .foo.com}, or empty for {@code *}. */
    private final Map<String, T> wildcards = new HashMap<>();
    /** The longest first. */
    private final List<Partial<T>> partials = new ArrayList<>();

    /** Builds the index. Keys are lower-case hosts as written, wildcards among them. */
    public HostIndex(Map<String, T> hosts) {
        hosts.forEach((host, value) -> {
            if (!host.startsWith("*")) {
                exact.put(host, value);
            } else if (host.length() == 1 || host.charAt(1) == '.') {
                wildcards.put(host.substring(1), value);
            } else {
                partials.add(new Partial<>(host.substring(1), value));
            }
        });
        partials.sort(Comparator.comparingInt((Partial<T> partial) -> -partial.suffix.length())
                .thenComparing(Partial::suffix));
    }

    /** The most specific entry for a lower-case host, or null. A wildcard itself may be asked for, too. */
    public @Nullable T find(String host) {
        T found = exact.get(host);
        return found != null ? found : wildcard(host);
    }

    /** The entry of that very host, or null. */
    public @Nullable T exact(String host) {
        return exact.get(host);
    }

    /** The longest wildcard that covers the host, or null. */
    public @Nullable T wildcard(String host) {
        if (wildcards.isEmpty() && partials.isEmpty()) {
            return null;
        }
        // From 1: a wildcard's star stands for at least one character.
        for (int dot = host.indexOf('.', 1); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            T found = wildcards.get(host.substring(dot));
            if (found != null) {
                return longer(host, host.length() - dot, found);
            }
        }
        return longer(host, 0, wildcards.get(""));
    }

    private @Nullable T longer(String host, int length, @Nullable T found) {
        for (Partial<T> partial : partials) {
            if (partial.suffix.length() < length) {
                break;
            }
            if (host.length() > partial.suffix.length() && host.endsWith(partial.suffix)) {
                return partial.value;
            }
        }
        return found;
    }

    /** The exact hosts, for suggestions and dumps; a view that costs nothing. */
    public Set<String> exactHosts() {
        return Collections.unmodifiableSet(exact.keySet());
    }

    /** Shows every entry, wildcards as they are written, in no order. */
    public void forEach(BiConsumer<String, T> visitor) {
        exact.forEach(visitor);
        wildcards.forEach((suffix, value) -> visitor.accept("*" + suffix, value));
        partials.forEach(partial -> visitor.accept("*" + partial.suffix, partial.value));
    }

    /** How many hosts are indexed. */
    public int size() {
        return exact.size() + wildcards.size() + partials.size();
    }
}
