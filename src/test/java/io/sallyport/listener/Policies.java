package io.sallyport.listener;

import io.sallyport.policy.AddressIndex;
import io.sallyport.policy.AddressRange;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Decision;
import io.sallyport.policy.Explainer;
import io.sallyport.policy.Explanation;
import io.sallyport.policy.HostIndex;
import io.sallyport.policy.HttpRoute;
import io.sallyport.policy.ListedRange;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.policy.PortPolicy;
import io.sallyport.policy.Protocol;
import io.sallyport.policy.RequestHead;
import io.sallyport.policy.RetryPolicy;
import io.sallyport.policy.RouteAction;
import io.sallyport.policy.Service;
import io.sallyport.policy.ServicePort;
import io.sallyport.policy.Snapshot;
import io.sallyport.policy.TunnelRules;
import io.sallyport.policy.VirtualHost;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The configuration of the listener's tests: {@code bank.example} on 80, 8080 and 443, and a few odd hosts. */
final class Policies {

    static final String REMEDY = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            """;

    /** Words that tests can look for. */
    static final Explainer EXPLAINER = (Snapshot snapshot, RequestHead head, Decision.Deny denial) ->
            new Explanation(head.host() + " is not a listed host", "No ServiceEntry lists it.", "bank.example", REMEDY);

    private static final ServicePort HTTP = new ServicePort(80, "http", Protocol.HTTP, 80);
    private static final ServicePort OTHER_HTTP = new ServicePort(8080, "http-other", Protocol.HTTP, 8080);
    private static final ServicePort MYSQL = new ServicePort(3306, "mysql", Protocol.MYSQL, 3306);
    private static final AddressRange ADDRESSES = AddressRange.parse("192.0.2.7/32");
    private static final ServicePort HTTPS = new ServicePort(443, "https", Protocol.HTTPS, 443);

    private Policies() {}

    static Snapshot snapshot() {
        return new Snapshot(
                OutboundPolicy.REGISTRY_ONLY,
                new HostIndex<>(Map.of(
                        "bank.example", host("bank.example", List.of()),
                        "2001:db8::1", host("2001:db8::1", List.of()),
                        "moved.example", host("moved.example", List.of(answering(301, "", "location", "http://x/"))),
                        "fixed.example", host("fixed.example", List.of(answering(200, "fixed", "x-by", "route"))),
                        "lost.example", host("lost.example", List.of(nowhere())))),
                new AddressIndex(List.of(new ListedRange(ADDRESSES, addressed()))));
    }

    /** Listed by address: 443 speaks TLS and 3306 whatever it likes. */
    private static VirtualHost addressed() {
        Service service = new Service("raw.example", "default", "entry", "test.yaml:1", List.of(HTTPS, MYSQL));
        return new VirtualHost(
                "raw.example",
                service,
                Map.of(
                        443,
                        port(service, HTTPS, List.of()).withTunnel(new TunnelRules(true, false)),
                        3306,
                        port(service, MYSQL, List.of()).withTunnel(TunnelRules.ANY)));
    }

    private static VirtualHost host(String name, List<HttpRoute> routes) {
        Service service = new Service(name, "default", "entry", "test.yaml:1", List.of(HTTP, OTHER_HTTP, HTTPS));
        return new VirtualHost(
                name,
                service,
                Map.of(
                        80,
                        port(service, HTTP, routes),
                        8080,
                        port(service, OTHER_HTTP, routes),
                        443,
                        port(service, HTTPS, List.of())));
    }

    private static PortPolicy port(Service service, ServicePort port, List<HttpRoute> routes) {
        Cluster cluster = new Cluster(
                "outbound|" + port.number() + "||" + service.host(),
                service,
                Cluster.Discovery.DNS,
                List.of(),
                0,
                List.of(),
                Duration.ofSeconds(10),
                Duration.ofHours(1));
        return new PortPolicy(port, routes, cluster, RetryPolicy.DEFAULT);
    }

    private static HttpRoute answering(int status, String body, String field, String value) {
        Decision.Answer answer =
                new Decision.Answer("route", status, Map.of(field, value), body.getBytes(StandardCharsets.UTF_8));
        return new HttpRoute("route", List.of(), new RouteAction.Reply(answer));
    }

    private static HttpRoute nowhere() {
        return new HttpRoute("route", List.of(), new RouteAction.Send(List.of()));
    }
}
