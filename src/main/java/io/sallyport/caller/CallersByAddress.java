package io.sallyport.caller;

import io.sallyport.exchange.Exchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A shared gateway's way: who has the address that the connection comes from, as a list of pods tells it. */
public final class CallersByAddress implements CallerSource {

    private final Function<InetAddress, @Nullable KnownCaller> directory;

    /** @param directory answers at once, from memory, null for an address it does not know */
    public CallersByAddress(Function<InetAddress, @Nullable KnownCaller> directory) {
        this.directory = directory;
    }

    @Override
    public @Nullable CompletableFuture<KnownCaller> find(Exchange exchange) {
        if (!(exchange.client() instanceof InetSocketAddress client) || client.getAddress() == null) {
            return null;
        }
        KnownCaller known = directory.apply(client.getAddress());
        return known == null ? null : CompletableFuture.completedFuture(known);
    }
}
