package io.sallyport.admin.api;

import io.sallyport.explain.DecisionNarrator;
import io.sallyport.explain.GivenRequest;
import io.sallyport.policy.HttpsHandling;
import io.sallyport.policy.ServicePort;
import io.sallyport.policy.Snapshot;
import io.sallyport.policy.VirtualHost;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.TreeMap;

/** What applies to a host, port by port, in the words of {@code explain}: told of the plainest request there is. */
final class HostPolicyJson {

    private HostPolicyJson() {}

    /** @param name what to ask for: the host itself, or its wildcard */
    static JsonArray of(Snapshot snapshot, VirtualHost host, String name) {
        JsonArray ports = new JsonArray();
        new TreeMap<>(host.ports()).forEach((number, policy) -> {
            JsonArray routes = new JsonArray();
            policy.routes()
                    .forEach(route -> routes.add(
                            new JsonObject().put("name", route.name()).put("where", route.where())));
            policy.tunnelRoutes()
                    .forEach(route -> routes.add(
                            new JsonObject().put("name", route.name()).put("where", route.where())));
            ports.add(new JsonObject()
                    .put("port", number)
                    .put("name", policy.port().name())
                    .put("protocol", policy.port().protocol().name())
                    .put("https", policy.port().https().name().toLowerCase(java.util.Locale.ROOT))
                    .put("routes", routes)
                    .put(
                            "story",
                            NarrativeJson.of(
                                    new DecisionNarrator().tell(snapshot, plainest(name, number, policy.port())))));
        });
        return ports;
    }

    private static GivenRequest plainest(String host, int port, ServicePort listed) {
        String authority = host + ":" + port;
        GivenRequest request = request(host, port, authority, listed.https() == HttpsHandling.INTERCEPT);
        return listed.isRead() && listed.https() != HttpsHandling.INTERCEPT
                ? request
                : new GivenRequest(
                        GivenRequest.Form.TUNNEL,
                        "CONNECT",
                        "https",
                        host,
                        port,
                        authority,
                        "",
                        List.of(),
                        listed.https() == HttpsHandling.INTERCEPT ? request : null);
    }

    private static GivenRequest request(String host, int port, String authority, boolean secure) {
        return new GivenRequest(
                GivenRequest.Form.HTTP, "GET", secure ? "https" : "http", host, port, authority, "/", List.of(), null);
    }
}
