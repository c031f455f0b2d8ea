package io.sallyport.policy;

/** Where the data plane finds the present configuration: one volatile read a request. */
public interface SnapshotSource {

    /**
     * A snapshot and its generation, published together.
     *
     * @param generation 1 for the first, one more for every accepted reload
     */
    record Published(long generation, Snapshot snapshot) {}

    /** The present one. */
    Published current();
}
