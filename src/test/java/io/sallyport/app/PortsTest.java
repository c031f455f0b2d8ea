package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The admin port and the health port of the running application. */
@QuarkusTest
@WithTestResource(BankResource.class)
@SuppressWarnings("NullAway.Init")
class PortsTest {

    @TestHTTPResource("/")
    URI admin;

    @TestHTTPResource(value = "/", management = true)
    URI health;

    @Test
    void readinessAndLivenessAnswerOnTheHealthPort() throws Exception {
        assertThat(get(health.resolve("/healthz/ready")).body()).isEqualTo("ready\n");
        assertThat(get(health.resolve("/healthz/live")).body()).isEqualTo("live\n");
    }

    @Test
    void metricsAreServedUnderBothNames() throws Exception {
        assertThat(get(health.resolve("/stats/prometheus")).body()).contains("sallyport_config_generation ");
        assertThat(get(health.resolve("/metrics")).body()).contains("sallyport_config_generation ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "none | text/plain",
                "*/* | text/plain",
                "text/plain;version=0.0.4 | text/plain",
                "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
                        + " | application/openmetrics-text",
                "application/openmetrics-text | application/openmetrics-text",
                "application/openmetrics-text;q=0.2,text/plain;q=0.3 | text/plain"
            })
    void metricsComeInTheFormatThatIsAskedFor(@Nullable String accepted, String format) throws Exception {
        // As Prometheus does, which does not ask to go on in HTTP/2.
        HttpRequest.Builder request =
                HttpRequest.newBuilder(health.resolve("/stats/prometheus")).version(HttpClient.Version.HTTP_1_1);
        if (accepted != null) {
            request.header("Accept", accepted);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());

            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith(format);
            assertThat(answer.body().endsWith("# EOF\n")).isEqualTo(format.contains("openmetrics"));
        }
    }

    @Test
    void theAdminPortTellsTheConfigurationInForce() throws Exception {
        JsonObject config = new JsonObject(get(admin.resolve("/config")).body());

        assertThat(config.getBoolean("accepted")).isTrue();
        assertThat(config.getInteger("generation")).isPositive();
        assertThat(config.getJsonArray("problems")).isEmpty();
    }

    @Test
    void theAdminPortListsHostsWithPortsAndRoutes() throws Exception {
        JsonObject hosts = new JsonObject(get(admin.resolve("/hosts")).body());

        JsonObject bank = hosts.getJsonObject("www.ecb.europa.eu");
        assertThat(bank.getJsonObject("80").getString("protocol")).isEqualTo("HTTP");
        assertThat(bank.getJsonObject("80").getJsonArray("routes").getString(0)).isEqualTo("currency-timeout/http[0]");
        assertThat(bank.getJsonObject("443").getString("protocol")).isEqualTo("HTTPS");
    }

    @Test
    void theConfigurationCanBeReadAgainByHand() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(admin.resolve("/reload"))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(new JsonObject(answer.body()).getString("trigger")).isEqualTo("admin");
        }
    }

    private static HttpResponse<String> get(URI uri) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        }
    }
}
