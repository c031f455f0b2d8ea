package io.sallyport.istio;

import static io.sallyport.istio.Texts.only;
import static io.sallyport.istio.Texts.problems;
import static io.sallyport.istio.Texts.resource;
import static io.sallyport.istio.Texts.told;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SidecarReaderTest {
    @Test
    void every_field_is_read() {
        var sidecar = only(Sidecar.class, resource("Sidecar", """
                workloadSelector: {labels: {app: bank}}
                ingress:
                - port: {number: 9080, protocol: HTTP, name: http, targetPort: 1}
                  bind: 192.0.2.1
                  captureMode: NONE
                  defaultEndpoint: 127.0.0.1:8080
                  tls: {mode: SIMPLE}
                  connectionPool: {tcp: {maxConnections: 1}}
                egress:
                - port: {number: 80}
                  bind: 127.0.0.1
                  captureMode: IPTABLES
                  hosts: [./*, ~/secret.example]
                - hosts: ["*/*"]
                inboundConnectionPool: {http: {maxRetries: 2}}
                outboundTrafficPolicy:
                  mode: ALLOW_ANY
                  egressProxy: {host: proxy.example, subset: one, port: {number: 3128}}
                """));

        assertThat(sidecar.title()).isEqualTo("Sidecar shop/bank");
        assertThat(told(sidecar.workloadSelector())).isEqualTo("WorkloadSelector[labels={app=bank}]");
        assertThat(told(sidecar.ingress()))
                .startsWith("[IngressListener[port=ListenerPort[number=9080, protocol=HTTP, name=http, targetPort=1],"
                        + " bind=192.0.2.1, captureMode=NONE, defaultEndpoint=127.0.0.1:8080,"
                        + " tls=ServerTlsSettings[httpsRedirect=null, mode=SIMPLE,")
                .contains("connectionPool=ConnectionPoolSettings[tcp=TcpSettings[maxConnections=1,");
        assertThat(told(sidecar.egress()))
                .isEqualTo("[EgressListener[port=ListenerPort[number=80, protocol=null, name=null, targetPort=null],"
                        + " bind=127.0.0.1, captureMode=IPTABLES, hosts=[./*, ~/secret.example]],"
                        + " EgressListener[port=null, bind=null, captureMode=null, hosts=[*/*]]]");
        assertThat(told(sidecar.inboundConnectionPool())).contains("maxRetries=2");
        assertThat(told(sidecar.outboundTrafficPolicy()))
                .isEqualTo("OutboundTrafficPolicy[mode=ALLOW_ANY,"
                        + " egressProxy=Destination[host=proxy.example, subset=one, port=PortSelector[number=3128]]]");
    }

    @Test
    void nothing_is_added_to_what_is_absent() {
        assertThat(told(only(Sidecar.class, resource("Sidecar", "egress: [{hosts: [./*]}]"))))
                .endsWith("workloadSelector=null, ingress=[], egress=[EgressListener[port=null, bind=null,"
                        + " captureMode=null, hosts=[./*]]], inboundConnectionPool=null, outboundTrafficPolicy=null]");
    }

    @Test
    void listeners_need_what_the_schema_asks_for() {
        assertThat(problems(resource("Sidecar", """
                ingress: [{}]
                egress: [{}]
                outboundTrafficPolicy: {mode: ALLOW_ANY_DYNAMIC_DNS}
                """)))
                .hasSize(3)
                .contains(
                        "shop.yaml:5:13: error: spec.ingress[0].port: required field is missing [missing-field]",
                        "shop.yaml:6:12: error: spec.egress[0].hosts: required field is missing [missing-field]")
                .anySatisfy(line ->
                        assertThat(line).startsWith("shop.yaml:7:33: error: spec.outboundTrafficPolicy.mode: "));
    }
}
