package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureTest {

    @AutoClose
    private final Proxy proxy = new Proxy();

    @AutoClose
    private final RawClient client = proxy.client();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DNS_FAILED|NXDOMAIN|502|sallyport; error=dns_error; rcode=\"NXDOMAIN\"",
                "DNS_FAILED|no address|502|sallyport; error=dns_error; details=\"no address\"",
                "CONNECTION_REFUSED|refused|503|sallyport; error=connection_refused; details=\"refused\"",
                "REQUEST_TIMEOUT|3 s|504|sallyport; error=http_response_timeout; details=\"3 s\"",
                "UPSTREAM_MALFORMED|a \"b\\|502|sallyport; error=http_protocol_error; details=\"a \\\"b\\\\\"",
            })
    void aFailureBecomesItsStatusAndProxyStatus(Outcome outcome, String detail, int status, String proxyStatus) {
        get().fail(outcome, detail);

        RawClient.Reply reply = client.read();
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.field("proxy-status")).isEqualTo(proxyStatus);
        assertThat(reply.body()).contains(OutcomeTitle.of(outcome)).contains("\"host\" : \"bank.example\"");
        Exchange exchange = proxy.observer.awaitEnd();
        assertThat(exchange.outcome()).isEqualTo(outcome);
        assertThat(exchange.detail()).isEqualTo(detail);
        assertThat(exchange.status).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource
    void everyOutcomeWithAStatusCanBeAnswered(Outcome outcome) {
        Answers answers = new Answers(Policies.EXPLAINER, ListenerSettings.DEFAULTS);
        if (outcome.status() > 0) {
            Answer answer = answers.refusal(outcome.status(), new Failure(outcome, "why"));

            assertThat(answer.headers().get("proxy-status"))
                    .startsWith("sallyport; error=" + outcome.proxyStatusError());
        }
        assertThat(OutcomeTitle.of(outcome)).isNotBlank();
    }

    @Test
    void theConnectionSurvivesAFailure() {
        get().fail(Outcome.CONNECTION_REFUSED, "refused");
        assertThat(client.read().status()).isEqualTo(503);

        get().respond(200, "next");
        assertThat(client.read().body()).isEqualTo("next");
    }

    @Test
    void aFailureBeforeForwardReturnsIsAnsweredToo() {
        proxy.forwarder.failsAtOnce = new Failure(Outcome.POOL_FULL, "100 connections");
        client.request("POST http://bank.example/ HTTP/1.1", "Host: bank.example", "Content-Length: 2")
                .send("ab");

        assertThat(client.read().field("proxy-status")).contains("connection_limit_reached");
        proxy.forwarder.failsAtOnce = null;
        proxy.forwarder.awaitCall();
        get().respond(200, "next");
        assertThat(client.read().body()).isEqualTo("next");
    }

    @Test
    void detailsAreBoundedAndPrintable() {
        String field = ProxyStatus.of("sallyport", new Failure(Outcome.INTERNAL, "\u00e4\n" + "x".repeat(1_000)));

        assertThat(field)
                .startsWith("sallyport; error=proxy_internal_error; details=\"??xxx")
                .hasSizeLessThan(320);
    }

    private Call get() {
        client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example");
        Call call = proxy.forwarder.awaitCall();
        call.awaitEnd();
        return call;
    }
}
