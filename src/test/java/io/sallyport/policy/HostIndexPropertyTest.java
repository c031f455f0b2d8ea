package io.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** The index finds what going through all entries would find. */
class HostIndexPropertyTest {

    @Property(tries = 2000)
    void it_finds_what_going_through_all_entries_finds(
            @ForAll("patterns") Set<String> patterns, @ForAll("names") String name) {
        Map<String, String> hosts = new HashMap<>();
        patterns.forEach(pattern -> hosts.put(pattern, pattern));

        assertThat(new HostIndex<>(hosts).find(name)).isEqualTo(mostSpecific(patterns, name));
    }

    @Property(tries = 200)
    void names_whose_hash_codes_are_equal_are_told_apart(
            @ForAll("twins") Set<String> labels, @ForAll("twin") String asked) {
        Map<String, String> hosts = new HashMap<>();
        labels.forEach(label -> hosts.put("*." + label, label));

        assertThat(new HostIndex<>(hosts).find("x." + asked)).isEqualTo(labels.contains(asked) ? asked : null);
    }

    /** The name itself, or the longest wildcard whose star stands for one character or more. */
    private static @Nullable String mostSpecific(Set<String> patterns, String name) {
        if (patterns.contains(name)) {
            return name;
        }
        String best = null;
        for (String pattern : patterns) {
            boolean covers = pattern.equals("*")
                    || (pattern.startsWith("*")
                            && name.length() >= pattern.length()
                            && name.endsWith(pattern.substring(1)));
            if (covers && (best == null || pattern.length() > best.length())) {
                best = pattern;
            }
        }
        return best;
    }

    @Provide
    Arbitrary<Set<String>> patterns() {
        Arbitrary<String> prefix = Arbitraries.of("", "", "*.", "*", "*-");
        return Combinators.combine(prefix, names())
                .as((star, name) -> star + name)
                .edgeCases(edges -> edges.add("*"))
                .set()
                .ofMaxSize(12);
    }

    /** Few letters and few labels, so that most names have much in common. */
    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of("a", "b", "ab", "-a", "c")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(labels -> String.join(".", labels));
    }

    @Provide
    Arbitrary<Set<String>> twins() {
        return twin().set().ofMaxSize(8);
    }

    /** "Aa" and "BB" have one hash code, from either end. */
    @Provide
    Arbitrary<String> twin() {
        return Arbitraries.of("Aa", "BB", "C#").list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join("", parts));
    }
}
