package io.sallyport.app;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Start and end. At SIGTERM readiness goes down first, then nothing new is accepted, then what is in flight gets its
 * grace period; admin and health ports answer all the while, since Quarkus closes them only after the first of its two
 * events.
 */
@ApplicationScoped
class Lifecycle {

    private final Gateway gateway;

    Lifecycle(Gateway gateway) {
        this.gateway = gateway;
    }

    void start(@Observes StartupEvent event) {
        gateway.start();
    }

    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        gateway.drain();
    }

    void stop(@Observes ShutdownEvent event) {
        gateway.stop();
    }
}
