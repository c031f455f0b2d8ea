/**
 * Clients as people have them, through the whole chain to real servers on the loopback: grpc-java, the command line's
 * programs, the languages' own HTTP clients, a browser. Each is told of the proxy by its documented settings and nothing
 * else. A program that is not on the machine has its tests skipped, but not on a build server.
 */
@NullMarked
package io.sallyport.clients;

import org.jspecify.annotations.NullMarked;
