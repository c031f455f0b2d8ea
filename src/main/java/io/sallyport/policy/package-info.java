/**
 * The waist: what the configuration came to, as immutable data, and the one question the data plane asks of it.
 *
 * <p>Before it: {@code compile} builds a {@link io.sallyport.policy.Snapshot} out of resources. After it: {@code
 * listener} calls {@link io.sallyport.policy.Snapshot#decide} once a request, and carries the {@link
 * io.sallyport.policy.Decision} through the exchange. It may see the JDK and RE2/J, nothing of ours.
 */
@NullMarked
package io.sallyport.policy;

import org.jspecify.annotations.NullMarked;
