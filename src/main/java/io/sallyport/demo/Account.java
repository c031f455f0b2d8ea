package io.sallyport.demo;

import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.exchange.Outcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.io.PrintStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells exchanges in lines that a person can follow. */
final class Account implements ExchangeObserver {

    private static final Pattern DOLLAR = Pattern.compile("currency='USD' rate='([0-9.]+)'");

    private final PrintStream out;

    Account(PrintStream out) {
        this.out = out;
    }

    @Override
    public void attemptEnded(Exchange exchange, Attempt attempt) {
        boolean failed = attempt.outcome != Outcome.COMPLETED;
        out.printf(
                "    try %d    %s, %d ms%n",
                attempt.number(),
                failed ? attempt.outcome + (attempt.detail.isEmpty() ? "" : ": " + attempt.detail) : attempt.status,
                millis(attempt.endedNanos - attempt.startedNanos()));
    }

    @Override
    public void ended(Exchange exchange) {
        Outcome outcome = exchange.outcome();
        out.printf(
                "    gateway  %s %s:%d -> %d, flag %s, %d ms%n",
                exchange.head().method(),
                exchange.head().host(),
                exchange.head().port(),
                exchange.status,
                outcome == null ? "-" : outcome.flag(),
                millis(exchange.endedNanos() - exchange.startedNanos()));
    }

    /** What the caller got. */
    void response(HttpResponse<Buffer> response) {
        String body = String.valueOf(response.bodyAsString());
        Matcher dollar = DOLLAR.matcher(body);
        out.printf(
                "    caller   %d %s%n",
                response.statusCode(),
                dollar.find()
                        ? "1 EUR = " + dollar.group(1) + " USD"
                        : "Proxy-Status: " + response.getHeader("proxy-status"));
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }
}
