package io.sallyport.istio;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that a mistyped one was meant to be. */
final class NearestName {
    /** No known name is longer; comparing longer ones would only cost time. */
    private static final int LONGEST = 64;

    private NearestName() {}

    /** The known name with the fewest edits to the written one, or null where none is near. */
    static @Nullable String of(String written, Collection<String> known) {
        if (written.length() > LONGEST) {
            return null;
        }
        var wanted = normal(written);
        String nearest = null;
        int fewest = Integer.MAX_VALUE;
        for (var name : known) {
            int edits = edits(wanted, normal(name));
            if (edits < fewest && edits <= allowed(wanted, normal(name))) {
                fewest = edits;
                nearest = name;
            }
        }
        return nearest;
    }

    /** A third of the letters may be wrong, or half behind the same beginning: {@code hostnames} for {@code hosts}. */
    private static int allowed(String written, String name) {
        boolean sameBeginning = written.length() > 3 && name.startsWith(written.substring(0, 3));
        return sameBeginning ? Math.max(written.length(), name.length()) / 2 : Math.max(1, written.length() / 3);
    }

    /** Case and word separators are not mistakes of spelling: {@code connect_timeout} is {@code connectTimeout}. */
    private static String normal(String name) {
        return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
    private static int edits(String from, String to) {
        var beforeLast = new int[to.length() + 1];
        var last = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            last[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            var current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                boolean same = from.charAt(row - 1) == to.charAt(column - 1);
                int edits =
                        Math.min(last[column - 1] + (same ? 0 : 1), Math.min(last[column], current[column - 1]) + 1);
                if (row > 1
                        && column > 1
                        && from.charAt(row - 1) == to.charAt(column - 2)
                        && from.charAt(row - 2) == to.charAt(column - 1)) {
                    edits = Math.min(edits, beforeLast[column - 2] + 1);
                }
                current[column] = edits;
            }
            beforeLast = last;
            last = current;
        }
        return last[to.length()];
    }
}
