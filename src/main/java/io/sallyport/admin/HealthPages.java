package io.sallyport.admin;

import io.vertx.ext.web.Router;
import java.util.function.Supplier;

/**
 * The probes of the health port (15020): {@code /healthz/live} while the process runs, {@code /healthz/ready} while it
 * takes traffic. Readiness goes down first when it is told to end.
 */
public final class HealthPages {

    private final Supplier<String> unreadiness;

    /** {@code unreadiness} says why no traffic should come, or an empty text when it may. */
    public HealthPages(Supplier<String> unreadiness) {
        this.unreadiness = unreadiness;
    }

    /** Hangs the probes onto the health port's router. */
    public void register(Router router) {
        router.get("/healthz/live").handler(context -> context.end("live\n"));
        router.get("/healthz/ready").handler(context -> {
            String why = unreadiness.get();
            context.response().setStatusCode(why.isEmpty() ? 200 : 503);
            context.end((why.isEmpty() ? "ready" : "not ready: " + why) + "\n");
        });
    }
}
