package io.sallyport.caller;

import io.sallyport.exchange.CallerLabels;
import io.sallyport.exchange.Exchange;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A sidecar's way: whoever calls is the workload this process belongs to. */
public final class OwnWorkload implements CallerSource {

    private final @Nullable CompletableFuture<KnownCaller> own;

    /** @param labels empty where the workload is not known */
    public OwnWorkload(Optional<CallerLabels> labels) {
        this.own = labels.map(known -> CompletableFuture.completedFuture(new KnownCaller(known, "")))
                .orElse(null);
    }

    @Override
    public @Nullable CompletableFuture<KnownCaller> find(Exchange exchange) {
        return own;
    }
}
