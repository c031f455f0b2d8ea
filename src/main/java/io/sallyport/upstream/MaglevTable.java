package io.sallyport.upstream;

import java.util.Arrays;

/**
 * A table in which each endpoint has entries by its weight, placed in an order of its own (Maglev, Eisenbud et al., NSDI
 * 2016, section 3.4): a look-up is one step, and the shares are even.
 */
final class MaglevTable implements HashTable {

    private final int[] entries;

    /**
     * @param names of the endpoints, which decide their entries
     * @param weights of the endpoints, 1 or more
     * @param size a prime, so that every order reaches every entry
     */
    MaglevTable(String[] names, int[] weights, int size) {
        entries = new int[size];
        Arrays.fill(entries, -1);
        long[] next = new long[names.length];
        long[] skip = new long[names.length];
        double[] due = new double[names.length];
        int heaviest = Arrays.stream(weights).max().orElse(1);
        for (int i = 0; i < names.length; i++) {
            long hash = XxHash.of(names[i]);
            next[i] = Long.remainderUnsigned(hash, size);
            skip[i] = size == 1 ? 0 : Long.remainderUnsigned(XxHash.mixed(hash + 1), size - 1L) + 1;
        }
        int filled = 0;
        while (filled < size) {
            for (int i = 0; i < names.length && filled < size; i++) {
                due[i] += (double) weights[i] / heaviest;
                if (due[i] >= 1) {
                    due[i] -= 1;
                    while (entries[(int) next[i]] >= 0) {
                        next[i] = (next[i] + skip[i]) % size;
                    }
                    entries[(int) next[i]] = i;
                    filled++;
                }
            }
        }
    }

    @Override
    public int position(long hash) {
        return (int) Long.remainderUnsigned(hash, entries.length);
    }

    @Override
    public int endpointAt(int position) {
        return entries[position % entries.length];
    }

    @Override
    public int size() {
        return entries.length;
    }
}
