package io.sallyport.istio;

import static io.sallyport.istio.Texts.only;
import static io.sallyport.istio.Texts.problems;
import static io.sallyport.istio.Texts.resource;
import static io.sallyport.istio.Texts.told;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GatewayReaderTest {
    @Test
    void every_field_is_read() {
        var gateway = only(Gateway.class, resource("Gateway", """
                selector: {istio: egressgateway}
                servers:
                - port: {number: 443, protocol: HTTPS, name: https, targetPort: 8443}
                  bind: 192.0.2.1
                  hosts: [./bank.example, "*.shop.example"]
                  name: one
                  defaultEndpoint: unix:///socket
                  tls:
                    httpsRedirect: true
                    mode: OPTIONAL_MUTUAL
                    serverCertificate: server.pem
                    privateKey: key.pem
                    caCertificates: ca.pem
                    caCrl: crl.pem
                    credentialName: secret
                    credentialNames: [one, two]
                    caCertCredentialName: ca
                    tlsCertificates: [{serverCertificate: a.pem, privateKey: b.pem, caCertificates: c.pem}]
                    subjectAltNames: [san.example]
                    verifyCertificateSpki: [spki]
                    verifyCertificateHash: [hash]
                    minProtocolVersion: TLSV1_2
                    maxProtocolVersion: TLSV1_3
                    cipherSuites: [ALL]
                    insecureSkipVerify: null
                """));

        assertThat(gateway.title()).isEqualTo("Gateway shop/bank");
        assertThat(gateway.selector()).containsEntry("istio", "egressgateway");
        assertThat(told(gateway.servers()))
                .isEqualTo("[Server[port=ListenerPort[number=443, protocol=HTTPS, name=https, targetPort=8443],"
                        + " bind=192.0.2.1, hosts=[./bank.example, *.shop.example],"
                        + " tls=ServerTlsSettings[httpsRedirect=true, mode=OPTIONAL_MUTUAL,"
                        + " serverCertificate=server.pem, privateKey=key.pem, caCertificates=ca.pem, caCrl=crl.pem,"
                        + " credentialName=secret, credentialNames=[one, two], caCertCredentialName=ca,"
                        + " tlsCertificates=[Certificate[serverCertificate=a.pem, privateKey=b.pem,"
                        + " caCertificates=c.pem]], subjectAltNames=[san.example], verifyCertificateSpki=[spki],"
                        + " verifyCertificateHash=[hash], minProtocolVersion=TLSV1_2, maxProtocolVersion=TLSV1_3,"
                        + " cipherSuites=[ALL], insecureSkipVerify=null],"
                        + " defaultEndpoint=unix:///socket, name=one]]");
    }

    @Test
    void a_server_needs_its_port_whole_and_a_host() {
        assertThat(problems(resource("Gateway", "servers: [{}, {port: {}, hosts: []}]")))
                .containsExactly(
                        "shop.yaml:5:13: error: spec.servers[0].port: required field is missing [missing-field]",
                        "shop.yaml:5:13: error: spec.servers[0].hosts: required field is missing [missing-field]",
                        "shop.yaml:5:18: error: spec.servers[1].port.number: required field is missing"
                                + " [missing-field]",
                        "shop.yaml:5:18: error: spec.servers[1].port.protocol: required field is missing"
                                + " [missing-field]",
                        "shop.yaml:5:18: error: spec.servers[1].port.name: required field is missing [missing-field]",
                        "shop.yaml:5:28: error: spec.servers[1].hosts: the list is empty (expected: at least 1)"
                                + " [too-few-items]");
    }

    @Test
    void at_most_two_credentials_are_taken_and_modes_are_known() {
        assertThat(problems(resource("Gateway", """
                servers:
                - port: {number: 443, protocol: HTTPS, name: https}
                  hosts: [bank.example]
                  tls: {mode: SIMPEL, credentialNames: [a, b, c]}
                """)))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).startsWith("shop.yaml:8:17: error: spec.servers[0].tls.mode: "))
                .anySatisfy(line -> assertThat(line)
                        .isEqualTo("shop.yaml:8:25: error: spec.servers[0].tls.credentialNames: there are 3 items"
                                + " (expected: at most 2) [too-many-items]"));
    }

    @Test
    void the_gateway_of_another_group_is_not_ours() {
        assertThat(problems("""
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: bank}
                spec: {listeners: []}
                """))
                .containsExactly("shop.yaml:1:1: note: Gateway of gateway.networking.k8s.io/v1 is not read here"
                        + " [kind-skipped]");
    }
}
