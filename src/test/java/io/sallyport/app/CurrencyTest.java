package io.sallyport.app;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The currency example on the running application, WireMock playing the bank. */
@QuarkusTest
@WithTestResource(BankResource.class)
@SuppressWarnings("NullAway.Init")
class CurrencyTest {

    private static final String RATES = "/stats/eurofxref/eurofxref-daily.xml";
    private static final String URL = "http://www.ecb.europa.eu" + RATES;

    @Inject
    Gateway gateway;

    @Inject
    Vertx vertx;

    @Inject
    PrometheusMeterRegistry metrics;

    private WebClient client;

    @BeforeEach
    void connect() {
        BankResource.bank().resetAll();
        client = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setProxyOptions(new ProxyOptions()
                                .setType(ProxyType.HTTP)
                                .setHost("127.0.0.1")
                                .setPort(gateway.port())));
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void aListedHostIsReached() throws Exception {
        BankResource.bank().stubFor(get(RATES).willReturn(aResponse().withBody("<rates/>")));

        HttpResponse<Buffer> response = call(URL);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.bodyAsString()).isEqualTo("<rates/>");
        assertThat(response.getHeader("via")).isEqualTo("1.1 sallyport");
        BankResource.bank().verify(getRequestedFor(urlEqualTo(RATES)).withHeader("Host", equalTo("www.ecb.europa.eu")));
    }

    @Test
    void theVirtualServicesTimeoutEndsASlowCallAtThreeSeconds() throws Exception {
        BankResource.bank().stubFor(get(RATES).willReturn(aResponse().withFixedDelay(10_000)));

        long started = System.nanoTime();
        HttpResponse<Buffer> response = call(URL);

        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(response.getHeader("proxy-status")).startsWith("sallyport; error=http_response_timeout");
        // The upper bound is loose on purpose: busy machines are slow, a missing timeout is ten seconds.
        assertThat(Duration.ofNanos(System.nanoTime() - started))
                .isBetween(Duration.ofMillis(2990), Duration.ofSeconds(8));
    }

    @Test
    void aHostNobodyListedIsDeniedAndTheRemedyWorksWithoutARestart() throws Exception {
        BankResource.bank().stubFor(get("/").willReturn(aResponse().withBody("not so evil")));

        HttpResponse<Buffer> denied = call("http://evil.example/");

        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(denied.getHeader("content-type")).isEqualTo("application/problem+json");
        JsonObject problem = denied.bodyAsJsonObject();
        assertThat(problem.getString("reason")).isEqualTo("host-not-listed");
        assertThat(problem.getString("host")).isEqualTo("evil.example");
        BankResource.bank().verify(0, getRequestedFor(urlEqualTo("/")));

        Files.writeString(BankResource.folder().resolve("evil.yaml"), problem.getString("remedy"));

        assertThat(callUntil("http://evil.example/", 200).bodyAsString()).isEqualTo("not so evil");

        Files.delete(BankResource.folder().resolve("evil.yaml"));
        assertThat(callUntil("http://evil.example/", 403).statusCode()).isEqualTo(403);
    }

    @Test
    void exchangesAreCountedUnderIstiosNameWithTheCallerAndTheHost() throws Exception {
        BankResource.bank().stubFor(get(RATES).willReturn(aResponse().withStatus(418)));

        call(URL);

        assertThat(metrics.scrape().lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("istio_requests_total{")
                        .contains("source_workload=\"currency\"")
                        .contains("source_workload_namespace=\"shop\"")
                        .contains("destination_service_name=\"www.ecb.europa.eu\"")
                        .contains("response_code=\"418\""));
    }

    @Test
    void whatGoesOnTowardsTheBankIsToldInMetricsOfOurOwn() throws Exception {
        BankResource.bank().stubFor(get(RATES).willReturn(aResponse()));

        call(URL);

        assertThat(metrics.scrape())
                .contains("sallyport_upstream_connections{cluster=\"outbound|80||www.ecb.europa.eu\",} 1.0")
                .contains("sallyport_upstream_requests_active{cluster=\"outbound|80||www.ecb.europa.eu\",} 0.0")
                .contains("sallyport_upstream_ejected_endpoints{cluster=\"outbound|80||www.ecb.europa.eu\",} 0.0")
                .contains("sallyport_dns_lookups_total{result=\"failed\",}")
                .contains("sallyport_event_loop_delay_seconds")
                .contains("sallyport_config_generation")
                .containsPattern("sallyport_build_info\\{java=\"25[^\"]*\",version=\"[^\"]+\",} 1.0")
                .containsPattern("istio_build\\{component=\"proxy\",tag=\"[^\"]+\",} 1.0");
    }

    @Test
    void everyExchangeIsOneLineOfTheAccessLog() throws Exception {
        BankResource.bank()
                .stubFor(get(RATES + "?secret=1").willReturn(aResponse().withBody("<rates/>")));

        call(URL + "?secret=1");

        JsonObject line = awaitLogLine("/stats/eurofxref/eurofxref-daily.xml?");
        assertThat(line.getInteger("response_code")).isEqualTo(200);
        assertThat(line.getString("response_flags")).isEqualTo("-");
        assertThat(line.getString("authority")).isEqualTo("www.ecb.europa.eu");
        assertThat(line.encode()).doesNotContain("secret=1");
    }

    private HttpResponse<Buffer> call(String url) throws Exception {
        return client.getAbs(url)
                .send()
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    /** Calls again and again until the answer is the one wanted, for at most ten seconds. */
    private HttpResponse<Buffer> callUntil(String url, int status) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        HttpResponse<Buffer> response = call(url);
        while (response.statusCode() != status && System.nanoTime() < end) {
            response = call(url);
        }
        assertThat(response.statusCode()).isEqualTo(status);
        return response;
    }

    private static JsonObject awaitLogLine(String part) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < end) {
            for (String line : Files.readAllLines(BankResource.accessLog())) {
                if (line.contains(part)) {
                    return new JsonObject(line);
                }
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("no line with " + part + " in the access log");
    }
}
