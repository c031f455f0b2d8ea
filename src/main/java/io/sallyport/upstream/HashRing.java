package io.sallyport.upstream;

import java.util.Arrays;

/**
 * A ring on which each endpoint has places by its weight; a hash goes to the next one (Envoy: {@code RING_HASH}). A place
 * and its endpoint are one number, so that the ring sorts without objects: the upper bits are the place.
 */
final class HashRing implements HashTable {

    private static final int ENDPOINT_BITS = 20;
    private static final long ENDPOINT = (1L << ENDPOINT_BITS) - 1;

    private final long[] places;

    /**
     * @param names of the endpoints, which decide their places; at most a million
     * @param weights of the endpoints, 1 or more
     * @param minimumSize of the ring
     */
    HashRing(String[] names, int[] weights, int minimumSize) {
        long total = 0;
        for (int weight : weights) {
            total += weight;
        }
        long[] filled = new long[minimumSize + names.length];
        int size = 0;
        for (int i = 0; i < names.length; i++) {
            int share = (int) Math.max(1, Math.round((double) minimumSize * weights[i] / total));
            for (int copy = 0; copy < share; copy++) {
                if (size == filled.length) {
                    filled = Arrays.copyOf(filled, size * 2);
                }
                filled[size++] = place(XxHash.of(names[i] + "_" + copy)) | i;
            }
        }
        places = Arrays.copyOf(filled, size);
        Arrays.sort(places);
    }

    private static long place(long hash) {
        return hash & ~ENDPOINT;
    }

    @Override
    public int position(long hash) {
        int found = Arrays.binarySearch(places, place(hash));
        return (found < 0 ? -found - 1 : found) % places.length;
    }

    @Override
    public int endpointAt(int position) {
        return (int) (places[position % places.length] & ENDPOINT);
    }

    @Override
    public int size() {
        return places.length;
    }
}
