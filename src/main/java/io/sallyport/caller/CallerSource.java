package io.sallyport.caller;

import io.sallyport.exchange.Exchange;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One way to find out who calls. Must not block: what takes time is a future that is completed elsewhere. */
public interface CallerSource {

    /**
     * Who calls, when an exchange begins.
     *
     * @return null where this way leads nowhere and the next is asked; a future completes in time, never exceptionally,
     *     with {@link KnownCaller#UNKNOWN} where nobody was found
     */
    @Nullable
    CompletableFuture<KnownCaller> find(Exchange exchange);
}
