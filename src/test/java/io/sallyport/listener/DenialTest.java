package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DenialTest {

    @AutoClose
    private final Proxy proxy = new Proxy();

    @AutoClose
    private final RawClient client = proxy.client();

    @Test
    void aDenialExplainsItselfInJson() throws IOException {
        client.request("GET http://evil.example:8080/ HTTP/1.1", "Host: evil.example", "Accept: */*");

        RawClient.Reply reply = client.read();
        assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 403 Forbidden");
        assertThat(reply.field("content-type")).isEqualTo("application/problem+json");
        assertThat(reply.field("proxy-status"))
                .isEqualTo("sallyport; error=http_request_denied; details=\"evil.example is not a listed host\"");
        assertThat(reply.field("date")).endsWith(" GMT");
        assertThat(reply.field("cache-control")).isEqualTo("no-store");
        assertThat(json(reply.body()))
                .containsEntry("type", "urn:sallyport:problem:host-not-listed")
                .containsEntry("title", "evil.example is not a listed host")
                .containsEntry("status", "403")
                .containsEntry("detail", "No ServiceEntry lists it.")
                .containsEntry("host", "evil.example")
                .containsEntry("port", "8080")
                .containsEntry("reason", "host-not-listed")
                .containsEntry("nearest", "bank.example")
                .containsEntry("remedy", Policies.REMEDY);
    }

    @Test
    void theTextOfADenialIsTheRemedyWithTheRestAsComments() {
        client.request("GET http://evil.example/ HTTP/1.1", "Host: evil.example", "Accept: text/plain");

        RawClient.Reply reply = client.read();
        assertThat(reply.field("content-type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(reply.body())
                .isEqualTo("# 403 evil.example is not a listed host\n# No ServiceEntry lists it.\n"
                        + "# Did you mean bank.example?\n# This would allow it:\n" + Policies.REMEDY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain|text/plain",
                "text/*|text/plain",
                "text/plain, */*|text/plain",
                "application/json;q=0.5, text/plain|text/plain",
                "*/*|application/problem+json",
                "text/html, */*;q=0.8|application/problem+json",
                "application/json, text/plain|application/problem+json",
                "application/problem+json, text/plain;q=0.9|application/problem+json",
                "text/plain;q=0|application/problem+json",
                "text/plain;q=x|application/problem+json",
            })
    void theFormatFollowsAccept(String accept, String type) {
        client.request("GET http://evil.example/ HTTP/1.1", "Host: evil.example", "Accept: " + accept);

        assertThat(client.read().field("content-type")).startsWith(type);
    }

    @Test
    void theExchangeOfADenialSaysWhy() {
        client.request("GET http://evil.example/ HTTP/1.1", "Host: evil.example");

        int length = client.read().body().length();
        Exchange exchange = proxy.observer.awaitEnd();
        assertThat(exchange.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(exchange.detail()).isEqualTo("host-not-listed");
        assertThat(exchange.status).isEqualTo(403);
        assertThat(exchange.bytesSent).isEqualTo(length);
        assertThat(proxy.forwarder.wasCalled()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "http://bank.example:81/,  port-not-listed,     403, DENIED",
        "http://bank.example:443/, port-not-http,       403, DENIED",
        "https://bank.example/,    tls-not-originated,  403, DENIED",
        "http://192.0.2.1/,        address-not-listed,  403, DENIED",
        "http://0177.1/,           address-not-listed,  403, DENIED",
        "http://lost.example/,     destination-unknown, 503, DESTINATION_UNKNOWN",
    })
    void eachReasonHasItsStatus(String target, String reason, int status, Outcome outcome) {
        client.request("GET " + target + " HTTP/1.1", "Host: x");

        RawClient.Reply reply = client.read();
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body()).contains("\"reason\" : \"" + reason + "\"");
        assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(outcome);
    }

    @Test
    void aSettingGivesIstiosStatusInstead() {
        try (Proxy istioLike = new Proxy(ListenerSettings.DEFAULTS.withDenialStatus(502));
                RawClient other = istioLike.client()) {
            other.request("GET http://evil.example/ HTTP/1.1", "Host: evil.example");

            assertThat(other.read().status()).isEqualTo(502);
        }
    }

    @Test
    void theConnectionSurvivesTheDenialOfASmallBody() {
        client.request("POST http://evil.example/ HTTP/1.1", "Host: evil.example", "Content-Length: 4")
                .send("body");

        assertThat(client.read().field("connection")).isEmpty();
        assertNextRequestIsForwarded();
    }

    @Test
    void theConnectionSurvivesTheDenialOfASmallChunkedBody() {
        client.request("POST http://evil.example/ HTTP/1.1", "Host: x", "Transfer-Encoding: chunked")
                .send("4\r\nbody\r\n0\r\n\r\n");

        assertThat(client.read().status()).isEqualTo(403);
        assertNextRequestIsForwarded();
    }

    @Test
    void theConnectionEndsAfterTheDenialOfALargeBody() {
        client.request("POST http://evil.example/ HTTP/1.1", "Host: evil.example", "Content-Length: 10000000")
                .send(new byte[100_000]);

        assertThat(client.readToEnd())
                .startsWith("HTTP/1.1 403 ")
                .containsIgnoringCase("connection: close")
                .endsWith("}\n");
    }

    @Test
    void aChunkedBodyIsReadOnlyUpToABound() {
        try (Proxy strict = new Bounds().discarded(1_000).proxy();
                RawClient other = strict.client()) {
            other.request("POST http://evil.example/ HTTP/1.1", "Host: x", "Transfer-Encoding: chunked")
                    .send("FFFFFF\r\n")
                    .send(new byte[10_000]);

            assertThat(other.readToEnd()).startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void theDenialComesBeforeTheBodyThatTheClientHoldsBack() {
        client.request(
                "PUT http://evil.example/ HTTP/1.1", "Host: evil.example", "Expect: 100-continue", "Content-Length: 4");

        RawClient.Reply reply = client.read();
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.field("connection")).isEqualTo("close");
    }

    @Test
    void theDenialOfHeadHasNoBody() {
        client.request("HEAD http://evil.example/ HTTP/1.1", "Host: evil.example");

        String head = client.readHead();
        assertThat(head).startsWith("HTTP/1.1 403 ").containsIgnoringCase("content-length: ");
        assertNextRequestIsForwarded();
    }

    @Test
    void aRoutesRedirectIsAnsweredHere() {
        client.request("GET http://moved.example/ HTTP/1.1", "Host: moved.example");

        RawClient.Reply reply = client.read();
        assertThat(reply.status()).isEqualTo(301);
        assertThat(reply.field("location")).isEqualTo("http://x/");
        assertThat(reply.field("content-length")).isEqualTo("0");
        assertThat(reply.field("proxy-status")).isEqualTo("sallyport");
        assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void aRoutesDirectResponseIsAnsweredHere() {
        client.request("GET http://fixed.example/ HTTP/1.1", "Host: fixed.example");

        RawClient.Reply reply = client.read();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.field("x-by")).isEqualTo("route");
        assertThat(reply.body()).isEqualTo("fixed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example:443", "bank.example:81", "192.0.2.1:443"})
    void aDeniedConnectSaysWhyInItsStatusLine(String target) {
        client.request("CONNECT " + target + " HTTP/1.1", "Host: " + target);

        RawClient.Reply reply = client.read();
        String host = target.substring(0, target.indexOf(':'));
        assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 403 " + host + " is not a listed host");
        assertThat(reply.body()).contains("\"host\" : \"" + host + "\"");
        assertThat(proxy.connector.asked).isNotDone();
    }

    private void assertNextRequestIsForwarded() {
        client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example");
        proxy.forwarder.awaitCall().respond(200, "next");
        assertThat(client.read().body()).isEqualTo("next");
    }

    private static Map<String, String> json(String text) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, parser.getText());
            }
        }
        return fields;
    }
}
