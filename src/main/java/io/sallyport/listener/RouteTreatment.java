package io.sallyport.listener;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.sallyport.exchange.Exchange;
import io.sallyport.policy.CorsRule;
import io.sallyport.policy.Decision;
import io.sallyport.policy.HeaderChanges;
import io.sallyport.policy.HeaderChanges.Operation;
import io.sallyport.policy.HeaderTemplate;
import io.sallyport.policy.Treatment;

/** Does to a request and its response what the route says: rewrites, header changes, CORS. */
final class RouteTreatment {

    private RouteTreatment() {}

    /** Changes a request that is ready to go upstream otherwise. What the exchange tells of it stays as it came. */
    static void request(HttpRequest request, Exchange exchange, Treatment treatment) {
        if (treatment.cors() != null) {
            // The head shows what is sent upstream from here on, and the route may take the field out.
            exchange.origin = exchange.head().header("origin");
        }
        // Values are taken from the request as the client sent it, so the path is rewritten last.
        change(request.headers(), treatment.request(), exchange);
        String path = exchange.head().path();
        if (treatment.path() != null && path.startsWith("/")) {
            request.setUri(treatment.path().apply(path));
        }
        if (treatment.authority() != null) {
            request.headers().set(HttpHeaderNames.HOST, treatment.authority());
        }
    }

    /** Changes a response, the upstream's or one of our own for it. */
    static void response(HttpHeaders headers, Exchange exchange) {
        switch (exchange.decision()) {
            case Decision.Forward forward -> {
                change(headers, forward.treatment().response(), exchange);
                CorsRule cors = forward.treatment().cors();
                if (cors != null) {
                    cors.responseHeaders(exchange.origin).forEach(headers::set);
                }
            }
            case Decision.Answer answer -> change(headers, answer.changes(), exchange);
            case Decision.Intercept ignored -> {}
            case Decision.Deny ignored -> {}
        }
    }

    private static void change(HttpHeaders headers, HeaderChanges changes, Exchange exchange) {
        for (Operation operation : changes.operations()) {
            switch (operation) {
                case Operation.Remove remove -> headers.remove(remove.name());
                case Operation.Set set -> {
                    String value = render(set.value(), exchange);
                    if (!value.isEmpty()) {
                        headers.set(set.name(), value);
                    }
                }
                case Operation.Add add -> {
                    String value = render(add.value(), exchange);
                    if (!value.isEmpty()) {
                        headers.add(add.name(), value);
                    }
                }
            }
        }
    }

    private static String render(HeaderTemplate template, Exchange exchange) {
        return template.render(exchange.head(), exchange.client(), exchange.protocol);
    }
}
