package io.sallyport.listener;

import io.sallyport.http1.Via;

/**
 * What all connections of one listener share; without state but for the count of connections.
 */
record ListenerContext(
        ListenerServices services, ListenerSettings settings, OpenConnections open, Answers answers, Via via) {}
