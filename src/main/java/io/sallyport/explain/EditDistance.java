package io.sallyport.explain;

import java.util.Arrays;

/**
 * How far two texts are apart: insertions, deletions, replacements and swaps of neighbours (Damerau). The equal
 * beginning and end are left out and only a band around the diagonal is looked at, so that a comparison costs the
 * length times the bound.
 */
final class EditDistance {

    private EditDistance() {}

    /** The distance, or {@code bound} where it is as much or more; stops as soon as that is sure. */
    static int bounded(String one, String other, int bound) {
        if (Math.abs(one.length() - other.length()) >= bound) {
            return bound;
        }
        int start = 0;
        int end = Math.min(one.length(), other.length());
        while (start < end && one.charAt(start) == other.charAt(start)) {
            start++;
        }
        int tail = 0;
        while (tail < end - start && one.charAt(one.length() - 1 - tail) == other.charAt(other.length() - 1 - tail)) {
            tail++;
        }
        return between(one.substring(start, one.length() - tail), other.substring(start, other.length() - tail), bound);
    }

    private static int between(String one, String other, int bound) {
        int[] beforeLast = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int from = Math.max(1, i - bound);
            int to = Math.min(other.length(), i + bound);
            Arrays.fill(row, bound);
            row[0] = i;
            int least = from == 1 ? i : bound;
            for (int j = from; j <= to; j++) {
                int cost = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1] + 1, last[j] + 1), last[j - 1] + cost);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
                least = Math.min(least, row[j]);
            }
            if (least >= bound) {
                return bound;
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return Math.min(last[other.length()], bound);
    }
}
