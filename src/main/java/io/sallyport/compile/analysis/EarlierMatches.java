package io.sallyport.compile.analysis;

import io.sallyport.istio.HttpMatchRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The matches of the rules so far, found again by their paths, so that thousands of rules are not each compared with
 * each. Of those with the same path only the first few are compared: this warns, it proves nothing.
 */
final class EarlierMatches {

    /** What is compared with one match for one path. */
    private static final int MOST_COMPARED = 32;

    /** Paths are looked up by what they begin with up to here. */
    private static final int LONGEST_PREFIX = 256;

    /** A match and the position of its rule. */
    record Earlier(HttpMatchRequest match, Coverage rest, int rule) {}

    /** What a path is found by. */
    private record Key(Texts.@Nullable Kind kind, boolean ignoreCase, String text) {}

    private static final Key ANY = new Key(null, false, "");

    private final Map<Key, List<Earlier>> byPath = new HashMap<>();
    private final TreeSet<Integer> prefixLengths = new TreeSet<>();

    void add(HttpMatchRequest match, int rule) {
        boolean ignoreCase = Boolean.TRUE.equals(match.ignoreUriCase());
        Texts path = Texts.ofPath(match.uri(), ignoreCase);
        Key key = path == null ? ANY : new Key(path.kind(), ignoreCase, path.text());
        if (path != null && path.kind() == Texts.Kind.PREFIX) {
            prefixLengths.add(path.text().length());
        }
        byPath.computeIfAbsent(key, ignored -> new ArrayList<>()).add(new Earlier(match, Coverage.of(match), rule));
    }

    /** The first match that holds whenever this one does, as far as can be seen. */
    @Nullable
    Earlier covering(HttpMatchRequest match) {
        Coverage rest = Coverage.of(match);
        boolean ignoreCase = Boolean.TRUE.equals(match.ignoreUriCase());
        Texts path = Texts.ofPath(match.uri(), ignoreCase);
        Earlier first = first(ANY, rest, null);
        if (path == null) {
            return first;
        }
        if (!ignoreCase) {
            first = first(path, false, rest, first);
        }
        Texts lower = new Texts(path.kind(), path.text().toLowerCase(Locale.ROOT));
        return path.kind() == Texts.Kind.REGEX && !ignoreCase ? first : first(lower, true, rest, first);
    }

    private @Nullable Earlier first(Texts path, boolean ignoreCase, Coverage rest, @Nullable Earlier known) {
        Earlier first = first(new Key(path.kind(), ignoreCase, path.text()), rest, known);
        if (path.kind() != Texts.Kind.REGEX) {
            int longest = Math.min(path.text().length(), LONGEST_PREFIX);
            for (int length : prefixLengths.headSet(longest, true)) {
                String start = path.text().substring(0, length);
                first = first(new Key(Texts.Kind.PREFIX, ignoreCase, start), rest, first);
            }
        }
        return first;
    }

    private @Nullable Earlier first(Key key, Coverage rest, @Nullable Earlier known) {
        List<Earlier> candidates = byPath.getOrDefault(key, List.of());
        for (Earlier candidate : candidates.subList(0, Math.min(candidates.size(), MOST_COMPARED))) {
            if (candidate.rest().covers(rest)) {
                return known == null || candidate.rule() < known.rule() ? candidate : known;
            }
        }
        return known;
    }
}
