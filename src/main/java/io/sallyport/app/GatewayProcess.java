package io.sallyport.app;

import io.quarkus.runtime.Quarkus;
import io.sallyport.admin.api.RunningProcess;
import io.sallyport.upstream.ClusterReading;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the admin port shows of this process, and may ask of it. */
record GatewayProcess(Gateway gateway) implements RunningProcess {

    @Override
    public List<ClusterReading> clusters() {
        return gateway.clusters();
    }

    @Override
    public Map<String, Instant> certificates() {
        return gateway.certificates();
    }

    @Override
    public String metrics() {
        return gateway.metrics();
    }

    @Override
    public String unreadiness() {
        return gateway.unreadiness();
    }

    @Override
    public void drain() {
        Thread.ofVirtual().name("drain").start(gateway::drain);
    }

    @Override
    public void end() {
        Quarkus.asyncExit();
    }
}
