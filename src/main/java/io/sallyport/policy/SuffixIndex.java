package io.sallyport.policy;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the longest of many endings that a text has. The text is gone through once, from its end, with a hash code that
 * grows with it: nothing is cut out, and the cost does not depend on how many endings there are.
 *
 * @param <T> what an ending leads to
 */
final class SuffixIndex<T> {

    private record Entry<T>(int hash, String suffix, T value) {}

    /** Open addressing, at most half full; the length is a power of two. */
    private final @Nullable Entry<T>[] table;
    /** Whether any of them begins otherwise than with a dot. */
    private final boolean insideLabels;

    private final Map<String, T> all;

    /** Endings of one character or more. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    SuffixIndex(Map<String, T> suffixes) {
        all = new HashMap<>(suffixes);
        table = new Entry[Math.max(2, Integer.highestOneBit(suffixes.size()) * 4)];
        insideLabels = suffixes.keySet().stream().anyMatch(suffix -> suffix.charAt(0) != '.');
        suffixes.forEach((suffix, value) -> {
            int hash = 0;
            for (int i = suffix.length() - 1; i >= 0; i--) {
                hash = hash * 31 + suffix.charAt(i);
            }
            int slot = slot(hash);
            while (table[slot] != null) {
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = new Entry<>(hash, suffix, value);
        });
    }

    /** What the longest ending leads to that is shorter than the text; null where it has none. */
    @Nullable
    T longest(String text) {
        if (all.isEmpty()) {
            return null;
        }
        T longest = null;
        int hash = 0;
        for (int i = text.length() - 1; i > 0; i--) {
            char c = text.charAt(i);
            hash = hash * 31 + c;
            if (c == '.' || insideLabels) {
                T found = at(hash, text, i);
                longest = found != null ? found : longest;
            }
        }
        return longest;
    }

    /** All endings and what they lead to. */
    Map<String, T> all() {
        return all;
    }

    private @Nullable T at(int hash, String text, int from) {
        for (int slot = slot(hash); ; slot = (slot + 1) & (table.length - 1)) {
            Entry<T> entry = table[slot];
            if (entry == null) {
                return null;
            }
            if (entry.hash == hash
                    && entry.suffix.length() == text.length() - from
                    && text.startsWith(entry.suffix, from)) {
                return entry.value;
            }
        }
    }

    /** The upper bits count too: names of one domain differ in few. */
    private int slot(int hash) {
        return ((hash * 0x9E3779B9) >>> 7) & (table.length - 1);
    }
}
