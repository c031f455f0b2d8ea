package io.sallyport.exchange;

import io.sallyport.policy.Cluster;

/** Knows what goes on at each cluster, so that all event loops keep one bound together. Thread-safe. */
public interface ClusterLoads {

    /** The load of the cluster by that name, the same across reloads. */
    ClusterLoad of(Cluster cluster);
}
