package io.sallyport.policy;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the most specific entry for a host: exact before wildcard, then the longest wildcard (Istio's rule).
 *
 * <p>The cost is one hash look-up and one more for a label of the name asked for, the same for 10 and 10,000 entries.
 * {@code *.foo.com} covers any depth below {@code foo.com}, never {@code foo.com} itself; {@code *} covers all. A star
 * inside a label ({@code *-eu.foo.com}), which Istio takes and warns about, makes it a look-up for a character.
 *
 * @param <T> what a host leads to
 */
public final class HostIndex<T> {

    private final Map<String, T> exact = new HashMap<>();
    /** By the part after the star. */
    private final SuffixIndex<T> wildcards;
    /** What {@code *} leads to. */
    private final @Nullable T any;

    /** Builds the index. Keys are lower-case hosts as written, wildcards among them. */
    public HostIndex(Map<String, T> hosts) {
        Map<String, T> suffixes = new HashMap<>();
        hosts.forEach((host, value) -> {
            if (!host.startsWith("*")) {
                exact.put(host, value);
            } else if (host.length() > 1) {
                suffixes.put(host.substring(1), value);
            }
        });
        wildcards = new SuffixIndex<>(suffixes);
        any = hosts.get("*");
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
        T longest = wildcards.longest(host);
        return longest != null ? longest : any;
    }

    /** The exact hosts, for suggestions and dumps; a view that costs nothing. */
    public Set<String> exactHosts() {
        return Collections.unmodifiableSet(exact.keySet());
    }

    /** Shows every entry, wildcards as they are written, in no order. */
    public void forEach(BiConsumer<String, T> visitor) {
        exact.forEach(visitor);
        wildcards.all().forEach((suffix, value) -> visitor.accept("*" + suffix, value));
        if (any != null) {
            visitor.accept("*", any);
        }
    }

    /** How many hosts are indexed. */
    public int size() {
        return exact.size() + wildcards.all().size() + (any == null ? 0 : 1);
    }
}
