package io.sallyport.telemetry;

import static io.sallyport.telemetry.Exchanges.BANK;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.DenialReason;
import org.junit.jupiter.api.Test;

/** The lines that Envoy's default format string gives, which parsers of Envoy's logs are made for. */
class TextEntryTest {

    private static final String TIME = "\\[\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\\]";

    private final ExchangeObserver nobody = new ExchangeObserver() {};

    @Test
    void aForwardedRequest() {
        Exchange exchange = Exchanges.begin(
                Exchanges.get("www.ecb.europa.eu", "/rates?day=1")
                        .with("user-agent", "curl/8.14")
                        .with("x-request-id", "1b9c"),
                Exchanges.forward(BANK),
                nobody);
        Attempt attempt = exchange.startAttempt(new DefaultHttpHeaders());
        attempt.address = Exchanges.UPSTREAM;
        attempt.status = 200;
        attempt.firstByteNanos = attempt.startedNanos() + 12_900_000;
        exchange.bytesSent = 154;
        Exchanges.end(exchange, 200, Outcome.COMPLETED);

        assertThat(line(exchange))
                .matches(TIME + " \"GET /rates\\?day=REDACTED HTTP/1\\.1\" 200 - 0 154 \\d+ 12 \"-\" \"curl/8\\.14\""
                        + " \"1b9c\" \"www\\.ecb\\.europa\\.eu\" \"192\\.0\\.2\\.7:80\"\n");
    }

    @Test
    void aDeniedTunnelHasADashForAllThereIsNot() {
        Exchange exchange = Exchanges.begin(
                Exchanges.connect("evil.example"), Exchanges.deny(DenialReason.HOST_NOT_LISTED, null), nobody);
        Exchanges.end(exchange, 403, Outcome.DENIED);

        assertThat(line(exchange))
                .matches(TIME
                        + " \"CONNECT - HTTP/1\\.1\" 403 NR 0 0 \\d+ - \"-\" \"-\" \"-\" \"evil\\.example\" \"-\"\n");
    }

    @Test
    void aCallerCannotForgeALineOrAField() {
        Exchange exchange = Exchanges.begin(
                Exchanges.get("www.ecb.europa.eu", "/\n").with("user-agent", "a\" \"b\r\nc\u00fc\\"),
                Exchanges.forward(BANK),
                nobody);
        Exchanges.end(exchange, 200, Outcome.COMPLETED);

        assertThat(line(exchange))
                .contains("/\\u000a HTTP", "\"a\\\" \\\"b\\u000d\\u000ac\\u00fc\\\\\"")
                .matches("[ -~]*\n");
    }

    private static String line(Exchange exchange) {
        return new String(LogLines.of(AccessLogFormat.TEXT, exchange), US_ASCII);
    }
}
