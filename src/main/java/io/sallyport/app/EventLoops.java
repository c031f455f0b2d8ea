package io.sallyport.app;

import org.eclipse.microprofile.config.ConfigProvider;

/** How many event loops carry traffic. */
final class EventLoops {

    private static final String SETTING = "quarkus.vertx.event-loops-pool-size";

    private EventLoops() {}

    /**
     * One a processor, unless the operator set another number: the data path never blocks, so more would only take
     * turns, and each has a connection pool of its own that fewer requests would share.
     */
    static void onePerProcessor() {
        if (System.getProperty(SETTING) == null && System.getenv("QUARKUS_VERTX_EVENT_LOOPS_POOL_SIZE") == null) {
            System.setProperty(SETTING, String.valueOf(Runtime.getRuntime().availableProcessors()));
        }
    }

    /** How many there are, for loops that are not Vert.x's. */
    static int number() {
        return ConfigProvider.getConfig()
                .getOptionalValue(SETTING, Integer.class)
                .orElse(Runtime.getRuntime().availableProcessors());
    }
}
