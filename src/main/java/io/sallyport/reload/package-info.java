/**
 * The one writer of the present snapshot: reads, compiles, publishes, or keeps the last good one and says why.
 *
 * <p>Last room of the config plane, between {@code compile} and the data plane, which reads {@link
 * io.sallyport.policy.SnapshotSource}. It may see source, istio, compile and policy.
 */
@NullMarked
package io.sallyport.reload;

import org.jspecify.annotations.NullMarked;
