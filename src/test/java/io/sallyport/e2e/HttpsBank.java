package io.sallyport.e2e;

import org.jspecify.annotations.Nullable;

/** The YAML for a host called over HTTPS in one of the ways; what is not said stays out. */
final class HttpsBank {

    private final int origin;
    private int port = 443;
    private String annotation = "";
    private String routes = "- route: [{destination: {host: bank.example}}]\n";
    private String policy = "";
    private String tls = "";
    private @Nullable ScriptedUpstream copy;

    HttpsBank(ScriptedUpstream origin) {
        this.origin = origin.port();
    }

    /** The port that is listed, instead of 443. */
    HttpsBank port(int listed) {
        port = listed;
        return this;
    }

    /** Another annotation, after a comma. */
    HttpsBank annotation(String more) {
        annotation = more;
        return this;
    }

    /** Fields of the one route. */
    HttpsBank route(String fields) {
        routes = "- route: [{destination: {host: bank.example}}]\n" + fields.indent(2);
        return this;
    }

    /** All HTTP routes. */
    HttpsBank routes(String all) {
        routes = all;
        return this;
    }

    /** A field of the DestinationRule's {@code trafficPolicy}. */
    HttpsBank policy(String field) {
        policy = field;
        return this;
    }

    /** Fields of its {@code tls} after a comma, for ways that speak TLS themselves. */
    HttpsBank tls(String more) {
        tls = more;
        return this;
    }

    /** Where {@code copy.example} is, in the clear. */
    HttpsBank copy(ScriptedUpstream upstream) {
        copy = upstream;
        return this;
    }

    String yaml(HttpsWay way, HttpsParties parties) {
        String handling = way.readsRequests() ? way.annotation() : "sallyport.io/https: tunnel";
        String verified = way.readsRequests()
                ? "tls: {mode: SIMPLE, caCertificates: %s%s}"
                        .formatted(parties.authority().certificatePem(), tls)
                : "";
        return """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: bank, annotations: {%s}}
                spec:
                  hosts: [bank.example]
                  resolution: DNS
                  ports: [{number: %d, name: https, protocol: HTTPS, targetPort: %d}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: bank}
                spec:
                  hosts: [bank.example]
                  http:
                """.formatted(handling + annotation, port, origin) + routes.indent(2) + """
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: bank}
                spec:
                  host: bank.example
                  trafficPolicy:
                    loadBalancer: {simple: ROUND_ROBIN}
                """
                + (policy + "\n" + verified).indent(4) + copies();
    }

    private String copies() {
        return copy == null ? "" : """
                ---
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: copy}
                spec:
                  hosts: [copy.example]
                  resolution: DNS
                  ports: [{number: 80, name: http, protocol: HTTP, targetPort: %d}]
                """.formatted(copy.port());
    }
}
