package io.sallyport.admin.api;

import io.sallyport.admin.traffic.RecordedExchange;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which exchanges are wanted; an empty text asks nothing.
 *
 * @param host a part of the host asked for, or of the listed one
 * @param status {@code 404}, {@code 5xx}, {@code denied} or {@code failed}
 * @param caller a part of the caller's name
 */
record ExchangeFilter(String host, String status, String caller) implements Predicate<RecordedExchange> {

    private static final Pattern STATUS = Pattern.compile("|[1-5]xx|[0-9]{1,3}|denied|failed");

    ExchangeFilter {
        if (!STATUS.matcher(status).matches()) {
            throw new IllegalArgumentException(
                    "status: \"" + status + "\" (expected: a status as 404, a class as 5xx, denied or failed)");
        }
    }

    static ExchangeFilter of(RoutingContext context) {
        return new ExchangeFilter(
                Query.text(context, "host").toLowerCase(Locale.ROOT),
                Query.text(context, "status").toLowerCase(Locale.ROOT),
                Query.text(context, "caller"));
    }

    @Override
    public boolean test(RecordedExchange exchange) {
        String listed = exchange.ruling().listed();
        return (exchange.asked().host().contains(host) || (listed != null && listed.contains(host)))
                && exchange.caller().contains(caller)
                && hasStatus(exchange);
    }

    private boolean hasStatus(RecordedExchange exchange) {
        return switch (status) {
            case "" -> true;
            case "denied" -> exchange.ruling().isDenied();
            case "failed" -> exchange.isFailure();
            default ->
                status.endsWith("xx")
                        ? exchange.status() / 100 == status.charAt(0) - '0'
                        : exchange.status() == Integer.parseInt(status);
        };
    }
}
