package io.sallyport.e2e;

/** The configurations of the end-to-end tests. */
final class Yaml {

    private Yaml() {}

    /** {@code bank.example}: 80 speaks HTTP, 443 HTTPS and 9000 anything, all led to a port on the loopback. */
    static String bank(int port) {
        return """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: bank}
                spec:
                  hosts: [bank.example]
                  resolution: DNS
                  ports:
                  - {number: 80, name: http, protocol: HTTP, targetPort: %1$d}
                  - {number: 443, name: https, protocol: HTTPS, targetPort: %1$d}
                  - {number: 9000, name: raw, protocol: TCP, targetPort: %1$d}
                """.formatted(port);
    }

    /** The same with one route for all requests, which has the given fields. */
    static String bank(int port, String fields) {
        return bank(port) + """
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: bank}
                spec:
                  hosts: [bank.example]
                  http:
                  - route: [{destination: {host: bank.example}}]
                """ + fields.indent(4);
    }
}
