/**
 * What the console remembers of the traffic: the latest exchanges one by one, and an hour of counts for every pair of
 * caller and host. Bounded, whatever is asked for.
 *
 * <p>A chamber of {@code admin}. {@link io.sallyport.admin.traffic.TrafficRecorder} is told on the event loops and takes
 * no lock; who reads comes from the admin server's threads. It may see exchange, policy and telemetry's rules of what is
 * shown; {@code admin.api} makes JSON of it.
 */
@NullMarked
package io.sallyport.admin.traffic;

import org.jspecify.annotations.NullMarked;
