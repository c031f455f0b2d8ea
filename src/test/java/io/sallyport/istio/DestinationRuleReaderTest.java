package io.sallyport.istio;

import static io.sallyport.istio.Texts.destinationRule;
import static io.sallyport.istio.Texts.only;
import static io.sallyport.istio.Texts.told;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DestinationRuleReaderTest {
    @Test
    void host_subsets_and_scope_are_read() {
        var rule = only(DestinationRule.class, destinationRule("""
                host: bank.example
                exportTo: [.]
                workloadSelector: {matchLabels: {app: shop}}
                subsets:
                - {name: v1, labels: {version: v1}, trafficPolicy: {tls: {mode: DISABLE}}}
                - {name: v2}
                """));

        assertThat(rule.host()).isEqualTo("bank.example");
        assertThat(rule.trafficPolicy()).isNull();
        assertThat(rule.exportTo()).containsExactly(".");
        assertThat(told(rule.workloadSelector())).isEqualTo("WorkloadSelector[matchLabels={app=shop}]");
        assertThat(rule.subsets())
                .extracting(subset -> subset.name() + subset.labels() + (subset.trafficPolicy() != null))
                .containsExactly("v1{version=v1}true", "v2{}false");
    }

    @Test
    void connection_pools_are_read() {
        assertThat(told(policy("""
                connectionPool:
                  tcp:
                    maxConnections: 1
                    connectTimeout: 2s
                    tcpKeepalive: {probes: 3, time: 4s, interval: 5s}
                    maxConnectionDuration: 6s
                    idleTimeout: 0s
                  http:
                    http1MaxPendingRequests: 7
                    http2MaxRequests: 8
                    maxRequestsPerConnection: 9
                    maxRetries: 10
                    idleTimeout: 11s
                    h2UpgradePolicy: UPGRADE
                    useClientProtocol: true
                    maxConcurrentStreams: 12
                    http2KeepAlive: {interval: 13s, timeout: 14s}
                """).connectionPool()))
                .isEqualTo("ConnectionPoolSettings[tcp=TcpSettings[maxConnections=1, connectTimeout=PT2S,"
                        + " tcpKeepalive=TcpKeepalive[probes=3, time=PT4S, interval=PT5S],"
                        + " maxConnectionDuration=PT6S, idleTimeout=PT0S],"
                        + " http=HttpSettings[http1MaxPendingRequests=7, http2MaxRequests=8,"
                        + " maxRequestsPerConnection=9, maxRetries=10, idleTimeout=PT11S, h2UpgradePolicy=UPGRADE,"
                        + " useClientProtocol=true, maxConcurrentStreams=12,"
                        + " http2KeepAlive=Http2KeepAlive[interval=PT13S, timeout=PT14S]]]");
    }

    @Test
    void outlier_detection_is_read() {
        assertThat(told(policy("""
                outlierDetection:
                  consecutiveErrors: 1
                  splitExternalLocalOriginErrors: true
                  consecutiveLocalOriginFailures: 2
                  consecutiveGatewayErrors: 3
                  consecutive5xxErrors: 4
                  interval: 5s
                  baseEjectionTime: 6s
                  maxEjectionPercent: 7
                  minHealthPercent: 8
                  outlierDetectionHttpErrorCodes: [500, 503]
                """).outlierDetection()))
                .isEqualTo("OutlierDetection[consecutiveErrors=1, splitExternalLocalOriginErrors=true,"
                        + " consecutiveLocalOriginFailures=2, consecutiveGatewayErrors=3, consecutive5xxErrors=4,"
                        + " interval=PT5S, baseEjectionTime=PT6S, maxEjectionPercent=7, minHealthPercent=8,"
                        + " outlierDetectionHttpErrorCodes=[500, 503]]");
    }

    @Test
    void tls_is_read() {
        assertThat(told(policy("""
                tls:
                  mode: MUTUAL
                  clientCertificate: cert
                  privateKey: key
                  caCertificates: ca
                  credentialName: name
                  subjectAltNames: [san]
                  sni: sni
                  insecureSkipVerify: false
                  caCrl: crl
                """).tls()))
                .isEqualTo("ClientTlsSettings[mode=MUTUAL, clientCertificate=cert, privateKey=key,"
                        + " caCertificates=ca, credentialName=name, subjectAltNames=[san], sni=sni,"
                        + " insecureSkipVerify=false, caCrl=crl]");
    }

    @Test
    void tunnel_proxy_protocol_retry_budget_and_ports_are_read() {
        var policy = policy("""
                tunnel: {protocol: CONNECT, targetHost: t.example, targetPort: 3128}
                proxyProtocol: {version: V2}
                retryBudget: {percent: 20.5, budgetInterval: 10s, minRetryConcurrency: 3}
                portLevelSettings:
                - port: {number: 443}
                  tls: {mode: SIMPLE}
                  loadBalancer: {simple: RANDOM}
                  connectionPool: {}
                  outlierDetection: {}
                """);

        assertThat(told(policy.tunnel()))
                .isEqualTo("TunnelSettings[protocol=CONNECT, targetHost=t.example, targetPort=3128]");
        assertThat(told(policy.proxyProtocol())).isEqualTo("ProxyProtocol[version=V2]");
        assertThat(told(policy.retryBudget()))
                .isEqualTo("RetryBudget[percent=20.5, budgetInterval=PT10S, minRetryConcurrency=3]");
        assertThat(told(policy.portLevelSettings()))
                .startsWith("[PortTrafficPolicy[port=PortSelector[number=443], loadBalancer=LoadBalancerSettings["
                        + "policy=Simple[algorithm=RANDOM],")
                .contains(
                        "connectionPool=ConnectionPoolSettings[tcp=null, http=null]", "ClientTlsSettings[mode=SIMPLE");
    }

    @Test
    void load_balancing_is_read() {
        assertThat(told(policy("""
                loadBalancer:
                  simple: LEAST_REQUEST
                  warmupDurationSecs: 1s
                  warmup: {duration: 2s, minimumPercent: 10, aggression: 1.5}
                  localityLbSetting:
                    enabled: true
                    distribute: [{from: eu/*, to: {eu/a: 80, eu/b: 20}}]
                    failover: [{from: eu, to: us}]
                    failoverPriority: [one]
                  zoneAwareLbSetting:
                    enabled: false
                    failover: [{from: a, to: b}]
                    failoverPriority: [two]
                    minClusterSize: 6
                """).loadBalancer()))
                .isEqualTo("LoadBalancerSettings[policy=Simple[algorithm=LEAST_REQUEST],"
                        + " localityLbSetting=LocalityLoadBalancerSetting[distribute=[Distribute[from=eu/*,"
                        + " to={eu/a=80, eu/b=20}]], failover=[Failover[from=eu, to=us]], failoverPriority=[one],"
                        + " enabled=true], zoneAwareLbSetting=ZoneAwareLoadBalancerSetting[enabled=false,"
                        + " failover=[Failover[from=a, to=b]], failoverPriority=[two], minClusterSize=6],"
                        + " warmupDurationSecs=PT1S, warmup=WarmupConfiguration[duration=PT2S, minimumPercent=10.0,"
                        + " aggression=1.5]]");
    }

    @Test
    void each_way_to_hash_is_read() {
        assertThat(hash("httpHeaderName: x-user, ringHash: {minimumRingSize: 1024}"))
                .isEqualTo("ConsistentHash[key=HttpHeaderName[name=x-user],"
                        + " algorithm=RingHash[minimumRingSize=1024], minimumRingSize=null]");
        assertThat(
                        hash(
                                "httpCookie: {name: c, path: /p, ttl: 0s, attributes: [{name: a, value: b}]}, maglev: {tableSize: 7}"))
                .isEqualTo("ConsistentHash[key=HttpCookie[name=c, path=/p, ttl=PT0S,"
                        + " attributes=[Attribute[name=a, value=b]]], algorithm=Maglev[tableSize=7],"
                        + " minimumRingSize=null]");
        assertThat(hash("useSourceIp: false, minimumRingSize: 5"))
                .isEqualTo("ConsistentHash[key=UseSourceIp[use=false], algorithm=null, minimumRingSize=5]");
        assertThat(hash("httpQueryParameterName: user"))
                .isEqualTo("ConsistentHash[key=HttpQueryParameterName[name=user], algorithm=null,"
                        + " minimumRingSize=null]");
    }

    private static String hash(String fields) {
        var balancer =
                policy("loadBalancer: {consistentHash: {" + fields + "}}").loadBalancer();
        return told(requireNonNull(balancer).policy());
    }

    private static TrafficPolicy policy(String fields) {
        var rule = only(DestinationRule.class, destinationRule("host: bank\ntrafficPolicy:\n" + fields.indent(2)));
        return requireNonNull(rule.trafficPolicy());
    }
}
