package io.sallyport.admin;

import io.vertx.ext.web.Router;
import java.util.function.Supplier;

/**
 * The probes of the health port (15020): {@code /healthz/live} while the process runs, {@code /healthz/ready} while it
 * takes traffic. Readiness goes down first when it is told to end.
 */
public final class HealthPages {

    private final Supplier<String> unreadiness;
    private final Supplier<String> remark;

    /**
     * @param unreadiness why no traffic should come; empty when it may
     * @param remark what people should know although it may; empty for nothing
     */
    public HealthPages(Supplier<String> unreadiness, Supplier<String> remark) {
        this.unreadiness = unreadiness;
        this.remark = remark;
    }

    /** Hangs the probes onto the health port's router. */
    public void register(Router router) {
        router.get("/healthz/live").handler(context -> context.end("live\n"));
        router.get("/healthz/ready").handler(context -> {
            String why = unreadiness.get();
            context.response().setStatusCode(why.isEmpty() ? 200 : 503);
            context.end((why.isEmpty() ? ready() : "not ready: " + why) + "\n");
        });
    }

    private String ready() {
        String known = remark.get();
        return known.isEmpty() ? "ready" : "ready, but " + known;
    }
}
