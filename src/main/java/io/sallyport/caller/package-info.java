/**
 * Finds out who calls: the workload this process belongs to, the process at the other end of a loopback connection, the
 * workload behind a source address, or whoever proved to be a user.
 *
 * <p>Beside the path of a request: {@code app} puts {@link io.sallyport.caller.CallerNaming} before the other observers,
 * so that metrics, spans and log lines name the caller. It sees the exchange, and nothing it learns changes a decision.
 */
@NullMarked
package io.sallyport.caller;

import org.jspecify.annotations.NullMarked;
