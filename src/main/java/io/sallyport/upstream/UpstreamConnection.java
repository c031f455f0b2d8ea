package io.sallyport.upstream;

/** A connection that goes from one request to the next: through the pool, or from hand to hand. */
sealed interface UpstreamConnection permits Http1Connection, MultiplexedConnection {

    /** Which calls may use it. */
    LoopPool.Key key();

    /** Where it has its place among the cluster's connections. */
    ConnectionGate gate();

    /** A place on it for one more request, now the caller's. To be asked for only where there is one. */
    RequestLane lane();

    /** Closes it, unless others use it. */
    void closeIfUnused();
}
