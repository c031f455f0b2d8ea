package io.sallyport.telemetry;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.sallyport.exchange.CallerLabels;
import io.sallyport.exchange.Exchange;
import io.sallyport.policy.Decision;
import io.sallyport.policy.RequestHead;

/** The attributes of Envoy's spans that Kiali reads, under the names they had before OpenTelemetry's conventions. */
final class KialiAttributes {

    static final AttributeKey<String> COMPONENT = stringKey("component");
    static final AttributeKey<String> NODE_ID = stringKey("node_id");
    static final AttributeKey<String> UPSTREAM_CLUSTER = stringKey("upstream_cluster");
    static final AttributeKey<String> HTTP_METHOD = stringKey("http.method");
    static final AttributeKey<String> HTTP_URL = stringKey("http.url");
    static final AttributeKey<Long> HTTP_STATUS_CODE = longKey("http.status_code");
    static final AttributeKey<String> RESPONSE_FLAGS = stringKey("response_flags");
    static final AttributeKey<String> SOURCE_WORKLOAD = stringKey("istio.source_workload");
    static final AttributeKey<String> SOURCE_NAMESPACE = stringKey("istio.source_namespace");
    /** What more is known of the caller, as its process. */
    static final AttributeKey<String> CALLER = stringKey("sallyport.caller");

    private final ProxyNode node;

    KialiAttributes(ProxyNode node) {
        this.node = node;
    }

    /** What is known when a span begins. */
    void begin(Span span, Exchange exchange) {
        RequestHead head = exchange.head();
        span.setAttribute(COMPONENT, "proxy");
        span.setAttribute(HTTP_METHOD, head.method());
        span.setAttribute(
                HTTP_URL,
                head.form() == RequestHead.Form.HTTP ? SpanAttributes.fullUrl(head) : SpanAttributes.target(head));
        String cluster = switch (exchange.decision()) {
            case Decision.Forward forward -> forward.cluster().name();
            case Decision.Deny _ -> Destination.serviceName(exchange);
            case Decision.Answer _, Decision.Intercept _ -> null;
        };
        if (cluster != null) {
            span.setAttribute(UPSTREAM_CLUSTER, cluster);
        }
    }

    /** What is known only when it ends: who calls may take a while to be found out. */
    void end(Span span, Exchange exchange, int status, String flags) {
        CallerLabels caller = exchange.caller;
        if (status != 0) {
            span.setAttribute(HTTP_STATUS_CODE, (long) status);
        }
        span.setAttribute(RESPONSE_FLAGS, flags);
        if (node.isOwn(caller)) {
            span.setAttribute(NODE_ID, node.sidecar());
        } else {
            span.setAttribute(NODE_ID, node.waypoint());
            span.setAttribute(SOURCE_WORKLOAD, caller.workload());
            span.setAttribute(SOURCE_NAMESPACE, caller.namespace());
        }
        if (!exchange.callerDetail.isEmpty()) {
            span.setAttribute(CALLER, exchange.callerDetail);
        }
    }
}
