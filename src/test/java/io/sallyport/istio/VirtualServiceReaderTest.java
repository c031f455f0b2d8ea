package io.sallyport.istio;

import static io.sallyport.istio.Texts.only;
import static io.sallyport.istio.Texts.told;
import static io.sallyport.istio.Texts.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VirtualServiceReaderTest {
    @Test
    void the_three_protocols_and_their_scope_are_read() {
        var rule = only(VirtualService.class, virtualService("""
                hosts: [bank.example]
                gateways: [mesh]
                exportTo: ["*"]
                tls:
                - match:
                  - sniHosts: ["*.bank.example"]
                    destinationSubnets: [192.0.2.0/24]
                    port: 443
                    sourceLabels: {app: shop}
                    gateways: [mesh]
                    sourceNamespace: east
                  route:
                  - {destination: {host: a.example, subset: v1, port: {number: 8443}}, weight: 30}
                tcp:
                - match:
                  - destinationSubnets: [198.51.100.0/24]
                    port: 5432
                    sourceSubnet: 203.0.113.0/24
                    sourceLabels: {app: till}
                    gateways: [edge]
                    sourceNamespace: west
                  route: [{destination: {host: b.example}}]
                """));

        assertThat(rule.hosts()).containsExactly("bank.example");
        assertThat(rule.gateways()).containsExactly("mesh");
        assertThat(rule.exportTo()).containsExactly("*");
        assertThat(told(rule.tls()))
                .isEqualTo("[TlsRoute[match=[TlsMatchAttributes[sniHosts=[*.bank.example],"
                        + " destinationSubnets=[192.0.2.0/24], port=443, sourceLabels={app=shop}, gateways=[mesh],"
                        + " sourceNamespace=east]], route=[RouteDestination[destination=Destination[host=a.example,"
                        + " subset=v1, port=PortSelector[number=8443]], weight=30]]]]");
        assertThat(told(rule.tcp()))
                .isEqualTo("[TcpRoute[match=[L4MatchAttributes[destinationSubnets=[198.51.100.0/24], port=5432,"
                        + " sourceSubnet=203.0.113.0/24, sourceLabels={app=till}, gateways=[edge],"
                        + " sourceNamespace=west]], route=[RouteDestination[destination=Destination[host=b.example,"
                        + " subset=null, port=null], weight=null]]]]");
    }

    @Test
    void every_condition_of_an_http_rule_is_read() {
        var match = http("""
                match:
                - name: one
                  uri: {exact: /a}
                  scheme: {prefix: h}
                  method: {regex: GET|PUT}
                  authority: {exact: bank.example}
                  headers: {x-b: {exact: "1"}, x-a: {prefix: "2"}}
                  withoutHeaders: {x-c: {prefix: p}}
                  queryParams: {q: {regex: r}}
                  ignoreUriCase: true
                  port: 80
                  gateways: [mesh]
                  sourceLabels: {app: shop}
                  sourceNamespace: east
                  statPrefix: stat
                """).match().getFirst();

        assertThat(told(match))
                .isEqualTo("HttpMatchRequest[name=one, uri=Exact[value=/a], scheme=Prefix[value=h],"
                        + " method=Regex[value=GET|PUT], authority=Exact[value=bank.example],"
                        + " headers={x-b=Exact[value=1], x-a=Prefix[value=2]},"
                        + " withoutHeaders={x-c=Prefix[value=p]},"
                        + " queryParams={q=Regex[value=r]}, ignoreUriCase=true, port=80, gateways=[mesh],"
                        + " sourceLabels={app=shop}, sourceNamespace=east, statPrefix=stat]");
    }

    @Test
    void a_comparison_that_names_none_is_kept_as_such() {
        var match = http("match: [{headers: {x-a: {}}}]").match().getFirst();

        assertThat(match.headers())
                .containsExactly(Map.entry(
                        "x-a",
                        new StringMatch.Unset(Where.of("shop.yaml", 7, 24, "spec.http[0].match[0].headers.x-a"))));
    }

    @Test
    void routing_actions_are_read() {
        var route = http("""
                name: first
                route:
                - destination: {host: a.example}
                  weight: 70
                  headers: {response: {set: {a: b}, add: {c: d}, remove: [e]}}
                rewrite: {uri: /u, authority: b.example, uriRegexRewrite: {match: m, rewrite: r}}
                delegate: {name: next, namespace: east}
                timeout: 3s
                retries:
                  attempts: 2
                  perTryTimeout: 1s
                  retryOn: 5xx,reset
                  retryRemoteLocalities: true
                  retryIgnorePreviousHosts: false
                  backoff: 25ms
                mirror: {host: m.example}
                mirrors: [{destination: {host: n.example}, percentage: {value: 0.5}}]
                mirror_percent: 7
                mirrorPercentage: {value: 12.5}
                headers: {request: {remove: [x]}}
                """);

        assertThat(told(route))
                .isEqualTo("HttpRoute[name=first, match=[],"
                        + " route=[HttpRouteDestination[destination=Destination[host=a.example, subset=null,"
                        + " port=null], weight=70, headers=Headers[request=null, response=Operations[set={a=b},"
                        + " add={c=d}, remove=[e]]]]], redirect=null, directResponse=null,"
                        + " delegate=Delegate[name=next, namespace=east],"
                        + " rewrite=HttpRewrite[uri=/u, authority=b.example,"
                        + " uriRegexRewrite=RegexRewrite[match=m, rewrite=r]], timeout=PT3S,"
                        + " retries=HttpRetry[attempts=2, perTryTimeout=PT1S, retryOn=5xx,reset,"
                        + " retryRemoteLocalities=true, retryIgnorePreviousHosts=false, backoff=PT0.025S],"
                        + " fault=null, mirror=Destination[host=m.example, subset=null, port=null],"
                        + " mirrors=[HttpMirrorPolicy[destination=Destination[host=n.example, subset=null,"
                        + " port=null], percentage=Percent[value=0.5]]], mirrorPercent=7,"
                        + " mirrorPercentage=Percent[value=12.5], corsPolicy=null,"
                        + " headers=Headers[request=Operations[set={}, add={}, remove=[x]], response=null]]");
    }

    @Test
    void cross_origin_rules_are_read() {
        assertThat(told(http("""
                corsPolicy:
                  allowOrigin: [a]
                  allowOrigins: [{exact: b}]
                  allowMethods: [GET]
                  allowHeaders: [c]
                  exposeHeaders: [d]
                  maxAge: 24h
                  allowCredentials: true
                  unmatchedPreflights: IGNORE
                """).corsPolicy()))
                .isEqualTo("CorsPolicy[allowOrigin=[a], allowOrigins=[Exact[value=b]], allowMethods=[GET],"
                        + " allowHeaders=[c], exposeHeaders=[d], maxAge=PT24H, allowCredentials=true,"
                        + " unmatchedPreflights=IGNORE]");
    }

    @Test
    void redirects_know_a_port_from_a_way_to_derive_it() {
        assertThat(told(http("redirect: {uri: /u, authority: a, port: 81, scheme: s, redirectCode: 307,"
                                + " prefixRewrite: /p}")
                        .redirect()))
                .isEqualTo("HttpRedirect[uri=/u, authority=a, port=Port[number=81], scheme=s, redirectCode=307,"
                        + " prefixRewrite=/p]");
        assertThat(told(http("redirect: {derivePort: FROM_PROTOCOL_DEFAULT}").redirect()))
                .contains("port=DerivePort[derivation=FROM_PROTOCOL_DEFAULT]");
    }

    @Test
    void fixed_answers_know_text_from_bytes_from_nothing() {
        assertThat(told(http("directResponse: {status: 503, body: {string: no}}".replace(": no", ": \"no\""))
                        .directResponse()))
                .isEqualTo("HttpDirectResponse[status=503, body=Text[string=no]]");
        assertThat(told(http("directResponse: {status: 200, body: {bytes: aGk=}}")
                        .directResponse()))
                .isEqualTo("HttpDirectResponse[status=200, body=Bytes[base64=aGk=]]");
        assertThat(http("directResponse: {status: 200, body: {}}").directResponse())
                .extracting(HttpDirectResponse::body)
                .isInstanceOf(HttpDirectResponse.Unset.class);
    }

    @Test
    void faults_of_each_sort_are_read() {
        assertThat(told(fault("delay: {fixedDelay: 5s, percent: 9, percentage: {value: 1}}, abort: {httpStatus: 500}")))
                .isEqualTo("HttpFaultInjection[delay=Delay[delay=FixedDelay[duration=PT5S], percent=9,"
                        + " percentage=Percent[value=1.0]], abort=Abort[error=HttpStatus[status=500],"
                        + " percentage=null]]");
        assertThat(told(fault("delay: {exponentialDelay: 2s}, abort: {grpcStatus: ABORTED, percentage: {value: 2}}")))
                .isEqualTo("HttpFaultInjection[delay=Delay[delay=ExponentialDelay[duration=PT2S], percent=null,"
                        + " percentage=null], abort=Abort[error=GrpcStatus[status=ABORTED],"
                        + " percentage=Percent[value=2.0]]]");
        assertThat(told(fault("abort: {http2Error: CANCEL}")))
                .isEqualTo("HttpFaultInjection[delay=null, abort=Abort[error=Http2Error[error=CANCEL],"
                        + " percentage=null]]");
    }

    @Test
    void a_spec_may_be_absent_as_the_schema_has_it() {
        var rule = only(
                VirtualService.class,
                "{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: bank}}");

        assertThat(rule.hosts()).isEmpty();
        assertThat(rule.where().has("spec")).isFalse();
    }

    private static HttpRoute http(String route) {
        var text = virtualService("http:\n-\n" + route.indent(2));
        return only(VirtualService.class, text).http().getFirst();
    }

    private static @Nullable HttpFaultInjection fault(String fields) {
        return http("fault: {" + fields + "}").fault();
    }
}
