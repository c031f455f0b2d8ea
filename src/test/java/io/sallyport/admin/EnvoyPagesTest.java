package io.sallyport.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EnvoyPagesTest {

    private static final Logger OURS = Logger.getLogger("io.sallyport");

    private final AdminServer server = new AdminServer(AdminServer.BANK);
    private final Level before = OURS.getLevel();

    @AfterEach
    void close() {
        OURS.setLevel(before);
        server.close();
    }

    @Test
    void statsAreOneALineOrAsPrometheusReadsThem() {
        assertThat(server.get("/stats").bodyAsString()).isEqualTo("a_total{host=\"b\",}: 3.0\nup: 1.0\n");
        assertThat(server.get("/stats?filter=up").bodyAsString()).isEqualTo("up: 1.0\n");
        assertThat(server.get("/stats?format=prometheus").bodyAsString()).contains("# TYPE a_total counter");
    }

    @Test
    void theDumpNamesEveryHostRouteAndClusterAndNoSecret() {
        JsonObject dump = server.json("/config_dump");

        JsonObject host = dump.getJsonArray("hosts").getJsonObject(0);
        assertThat(host.getString("serviceEntry")).isEqualTo("default/bank");
        assertThat(host.encode())
                .contains("patience/http[0]")
                .contains("PT3S")
                .contains("egress.yaml:1")
                .doesNotContain("s3cret");
        assertThat(dump.getJsonArray("clusters").getJsonObject(0).getString("name"))
                .isEqualTo("outbound|80||bank.example");
    }

    @Test
    void clustersTellTheirEndpointsAndWhatGoesOnThere() {
        assertThat(server.get("/clusters").bodyAsString())
                .contains("outbound|80||bank.example::cx_active::2\n")
                .contains("outbound|80||bank.example::ejected::1\n")
                .contains("outbound|80||bank.example::bank.example:80::weight::1\n");
    }

    @Test
    void drainingIsToldByReadinessAndTheProcessGoesOn() {
        assertThat(server.get("/ready").bodyAsString()).isEqualTo("LIVE\n");

        assertThat(server.post("/drain").statusCode()).isEqualTo(200);

        assertThat(server.get("/ready").statusCode()).isEqualTo(503);
        assertThat(server.get("/ready").bodyAsString()).isEqualTo("NOT READY: draining\n");
        assertThat(server.post("/quitquitquit").bodyAsString()).isEqualTo("OK\n");
        assertThat(server.orders).containsExactly("drain", "end");
    }

    @Test
    void theLogLevelCanBeSetAndIsSeen() {
        assertThat(server.post("/logging?level=debug").bodyAsString()).contains("io.sallyport: debug");
        assertThat(OURS.getLevel()).isEqualTo(Level.FINE);
        assertThat(server.get("/logging").bodyAsString()).contains("io.sallyport: debug");

        var refused = server.post("/logging?level=loud");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.bodyAsString()).contains("expected debug, info");
        assertThat(OURS.getLevel()).isEqualTo(Level.FINE);
    }
}
