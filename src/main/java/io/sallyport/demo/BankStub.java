package io.sallyport.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Plays the European Central Bank: serves its daily exchange rates, as slowly or as badly as it is told.
 *
 * <p>Turned for everyone by {@code /control?delay=10s&fail=3}, and for one request by the fields {@code x-demo-delay}
 * and {@code x-demo-status}.
 */
public final class BankStub {

    /** Where the bank publishes its reference rates. */
    public static final String RATES_PATH = "/stats/eurofxref/eurofxref-daily.xml";

    private final Vertx vertx;
    private final String rates = rates();
    private @Nullable HttpServer server;
    private int port;
    private Duration delay = Duration.ZERO;
    private int failures;

    public BankStub(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Opens the bank on a loopback port; 0 takes any that is free. The future gives the port. */
    public Future<Integer> open(int wanted) {
        HttpServer opened = vertx.createHttpServer(new HttpServerOptions().setReuseAddress(true));
        return opened.requestHandler(this::answer).listen(wanted, "127.0.0.1").map(listening -> {
            server = listening;
            port = listening.actualPort();
            return port;
        });
    }

    /** Shuts the door: every connection is closed and new ones are refused, until {@link #reopen}. */
    public Future<Void> shut() {
        HttpServer open = server;
        server = null;
        return open == null ? Future.succeededFuture() : open.close();
    }

    /** Opens the door again, on the same port. */
    public Future<Integer> reopen() {
        return server == null ? open(port) : Future.succeededFuture(port);
    }

    private void answer(HttpServerRequest request) {
        if ("evil.example".equals(request.getHeader("host"))) {
            request.response().end("Not so evil, now that somebody listed it.\n");
            return;
        }
        switch (request.path()) {
            case RATES_PATH -> serve(request);
            case "/control" -> control(request);
            default -> request.response().setStatusCode(404).end("The bank publishes " + RATES_PATH + "\n");
        }
    }

    private void serve(HttpServerRequest request) {
        String wished = request.getHeader("x-demo-delay");
        long wait = (wished == null ? delay : Durations.parse(wished)).toMillis();
        if (wait > 0) {
            long timer = vertx.setTimer(wait, ignored -> send(request));
            request.response().closeHandler(ignored -> vertx.cancelTimer(timer));
        } else {
            send(request);
        }
    }

    private void send(HttpServerRequest request) {
        String wished = request.getHeader("x-demo-status");
        if (wished != null || failures > 0) {
            failures = wished == null ? failures - 1 : failures;
            int status = wished == null ? 503 : Integer.parseInt(wished);
            request.response().setStatusCode(status).end("The bank is out of order.\n");
            return;
        }
        request.response().putHeader("content-type", "text/xml").end(rates);
    }

    private void control(HttpServerRequest request) {
        String wantedDelay = request.getParam("delay");
        String wantedFailures = request.getParam("fail");
        try {
            delay = wantedDelay == null ? delay : Durations.parse(wantedDelay);
            failures = wantedFailures == null ? failures : Integer.parseInt(wantedFailures);
            request.response().end("delay " + delay.toMillis() + " ms, failing the next " + failures + " requests\n");
        } catch (IllegalArgumentException e) {
            request.response().setStatusCode(400).end(e.getMessage() + "\n");
        }
    }

    private static String rates() {
        try (InputStream file = Objects.requireNonNull(
                BankStub.class.getResourceAsStream("/demo/eurofxref-daily.xml"), "demo/eurofxref-daily.xml")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
