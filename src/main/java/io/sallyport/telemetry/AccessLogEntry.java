package io.sallyport.telemetry;

import io.sallyport.exchange.Exchange;
import io.sallyport.policy.RequestHead;
import io.sallyport.telemetry.JsonLine.Name;

/** A line of JSON under the names of Istio's access log, then our own: each field in each line, null where unknown. */
final class AccessLogEntry implements LineFormat {

    private static final Name START_TIME = Name.of("start_time");
    private static final Name METHOD = Name.of("method");
    private static final Name PATH = Name.of("path");
    private static final Name PROTOCOL = Name.of("protocol");
    private static final Name RESPONSE_CODE = Name.of("response_code");
    private static final Name RESPONSE_FLAGS = Name.of("response_flags");
    private static final Name RESPONSE_CODE_DETAILS = Name.of("response_code_details");
    private static final Name UPSTREAM_TRANSPORT_FAILURE_REASON = Name.of("upstream_transport_failure_reason");
    private static final Name BYTES_RECEIVED = Name.of("bytes_received");
    private static final Name BYTES_SENT = Name.of("bytes_sent");
    private static final Name DURATION = Name.of("duration");
    private static final Name UPSTREAM_SERVICE_TIME = Name.of("upstream_service_time");
    private static final Name USER_AGENT = Name.of("user_agent");
    private static final Name REQUEST_ID = Name.of("request_id");
    private static final Name AUTHORITY = Name.of("authority");
    private static final Name UPSTREAM_HOST = Name.of("upstream_host");
    private static final Name UPSTREAM_CLUSTER = Name.of("upstream_cluster");
    private static final Name DOWNSTREAM_REMOTE_ADDRESS = Name.of("downstream_remote_address");
    private static final Name REQUESTED_SERVER_NAME = Name.of("requested_server_name");
    private static final Name ROUTE_NAME = Name.of("route_name");
    private static final Name DENIAL_REASON = Name.of("denial_reason");
    private static final Name ATTEMPTS = Name.of("attempts");
    private static final Name DNS_DURATION = Name.of("dns_duration");
    private static final Name CONNECT_DURATION = Name.of("connect_duration");
    private static final Name TLS_DURATION = Name.of("tls_duration");
    private static final Name WAIT_DURATION = Name.of("wait_duration");
    private static final Name SOURCE_WORKLOAD = Name.of("source_workload");
    private static final Name SOURCE_NAMESPACE = Name.of("source_namespace");
    private static final Name CALLER_DETAIL = Name.of("caller_detail");
    private static final Name TRACE_ID = Name.of("trace_id");
    private static final Name GENERATION = Name.of("generation");

    private final JsonLine line = new JsonLine();
    private final LogClock clock = new LogClock();

    @Override
    public LineBuffer encode(Exchange exchange) {
        RequestHead head = exchange.head();
        return line.begin()
                .field(START_TIME, clock.format(LogFacts.startMillis(exchange)))
                .field(METHOD, head.method())
                .field(PATH, LogFacts.path(head))
                .field(PROTOCOL, exchange.protocol)
                .field(RESPONSE_CODE, exchange.status)
                .field(RESPONSE_FLAGS, ResponseFlags.of(exchange))
                .field(RESPONSE_CODE_DETAILS, LogFacts.details(exchange))
                .field(UPSTREAM_TRANSPORT_FAILURE_REASON, LogFacts.transportFailure(exchange))
                .field(BYTES_RECEIVED, exchange.bytesReceived)
                .field(BYTES_SENT, exchange.bytesSent)
                .field(DURATION, LogFacts.durationMillis(exchange))
                .count(UPSTREAM_SERVICE_TIME, TryTimes.serviceMillis(exchange))
                .field(USER_AGENT, LogFacts.header(head, "user-agent"))
                .field(REQUEST_ID, LogFacts.header(head, "x-request-id"))
                .field(AUTHORITY, LogFacts.authority(head))
                .field(UPSTREAM_HOST, LogFacts.upstreamHost(exchange))
                .field(UPSTREAM_CLUSTER, LogFacts.cluster(exchange.decision()))
                .field(DOWNSTREAM_REMOTE_ADDRESS, SocketText.of(exchange.client()))
                .field(REQUESTED_SERVER_NAME, exchange.serverName)
                .field(ROUTE_NAME, LogFacts.route(exchange.decision()))
                .field(DENIAL_REASON, DenialName.of(exchange))
                .field(ATTEMPTS, exchange.attempts().size())
                .millis(DNS_DURATION, TryTimes.dns(exchange))
                .millis(CONNECT_DURATION, TryTimes.connect(exchange))
                .millis(TLS_DURATION, TryTimes.tls(exchange))
                .millis(WAIT_DURATION, TryTimes.await(exchange))
                .field(SOURCE_WORKLOAD, LogFacts.known(exchange.caller.workload()))
                .field(SOURCE_NAMESPACE, LogFacts.known(exchange.caller.namespace()))
                .field(CALLER_DETAIL, exchange.callerDetail.isEmpty() ? null : exchange.callerDetail)
                .field(TRACE_ID, LogFacts.traceId(exchange))
                .field(GENERATION, exchange.generation())
                .end();
    }
}
