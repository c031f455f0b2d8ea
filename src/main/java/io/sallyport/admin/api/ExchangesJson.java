package io.sallyport.admin.api;

import io.sallyport.admin.traffic.Asked;
import io.sallyport.admin.traffic.RecordedAttempt;
import io.sallyport.admin.traffic.RecordedExchange;
import io.sallyport.admin.traffic.Ruling;
import io.sallyport.admin.traffic.TrafficRecorder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Recent exchanges, each with its decision and its timeline in milliseconds since it began. */
final class ExchangesJson {

    private static final double NANOS = 1e6;

    private ExchangesJson() {}

    static JsonObject of(TrafficRecorder traffic, ExchangeFilter filter, int limit) {
        JsonArray exchanges = new JsonArray();
        traffic.recent().latest(filter, limit).forEach(exchange -> exchanges.add(exchange(exchange)));
        return new JsonObject()
                .put("at", traffic.now())
                .put("total", traffic.recent().total())
                .put("kept", traffic.recent().capacity())
                .put("exchanges", exchanges);
    }

    static JsonObject exchange(RecordedExchange exchange) {
        Asked asked = exchange.asked();
        JsonArray attempts = new JsonArray();
        exchange.attempts().forEach(attempt -> attempts.add(attempt(attempt)));
        return new JsonObject()
                .put("id", exchange.id())
                .put("at", exchange.endedAt() - exchange.duration() / 1_000_000)
                .put("durationMillis", millis(exchange.duration()))
                .put("firstByteMillis", millis(exchange.firstByte()))
                .put("caller", exchange.caller())
                .put("callerDetail", exchange.callerDetail())
                .put("client", address(exchange.client()))
                .put("form", asked.form().name().toLowerCase(Locale.ROOT))
                .put("protocol", asked.protocol())
                .put("method", asked.method())
                .put("scheme", asked.scheme())
                .put("host", asked.host())
                .put("port", asked.port())
                .put("authority", asked.authority())
                .put("path", asked.path())
                .put("status", exchange.status())
                .put("outcome", exchange.outcome().name())
                .put("flags", exchange.flags())
                .put("detail", exchange.detail())
                .put("failed", exchange.isFailure())
                .put("decision", decision(exchange.ruling()))
                .put("generation", exchange.ruling().generation())
                .put("bytesReceived", exchange.bytesReceived())
                .put("bytesSent", exchange.bytesSent())
                .put("traceId", exchange.traceId())
                .put("attempts", attempts);
    }

    private static JsonObject decision(Ruling ruling) {
        return new JsonObject()
                .put("kind", ruling.kind().name().toLowerCase(Locale.ROOT))
                .put("reason", ruling.reason())
                .put("listed", ruling.listed())
                .put("route", ruling.route())
                .put("cluster", ruling.cluster());
    }

    private static JsonObject attempt(RecordedAttempt attempt) {
        return new JsonObject()
                .put("number", attempt.number())
                .put("started", millis(attempt.started()))
                .put("resolved", millis(attempt.resolved()))
                .put("opened", millis(attempt.opened()))
                .put("connected", millis(attempt.connected()))
                .put("requestSent", millis(attempt.requestSent()))
                .put("firstByte", millis(attempt.firstByte()))
                .put("ended", millis(attempt.ended()))
                .put("address", address(attempt.address()))
                .put("reused", attempt.reused())
                .put("status", attempt.status())
                .put(
                        "outcome",
                        attempt.outcome() == null ? null : attempt.outcome().name())
                .put("detail", attempt.detail());
    }

    private static @Nullable Double millis(long nanos) {
        return nanos < 0 ? null : Double.valueOf(Math.round(nanos / NANOS * 1000) / 1000.0);
    }

    private static @Nullable String address(@Nullable SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return address == null ? null : address.toString();
        }
        // Never a look-up by address.
        String host = inet.getAddress() == null
                ? inet.getHostString()
                : inet.getAddress().getHostAddress();
        return host.indexOf(':') < 0 ? host + ":" + inet.getPort() : "[" + host + "]:" + inet.getPort();
    }
}
