package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.sallyport.policy.RequestHead.Form;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    private static final InnerOrigin ORIGIN = new InnerOrigin("bank.example", 443);

    @ParameterizedTest
    @CsvSource({
        "http://bank.example,                    bank.example, 80,   /",
        "http://bank.example/,                   bank.example, 80,   /",
        "http://bank.example/a//b/../c%2F?x=%20, bank.example, 80,   /a//b/../c%2F?x=%20",
        "http://bank.example?x=http://y/,        bank.example, 80,   /?x=http://y/",
        "HTTP://BANK.example:8080/A,             bank.example, 8080, /A",
        "http://bank.example./a,                 bank.example, 80,   /a",
        "http://bank.example:/a,                 bank.example, 80,   /a",
        "https://bank.example/a,                 bank.example, 443,  /a",
        "http://[2001:DB8::1]:81/a,              2001:db8::1,  81,   /a",
        "http://192.0.2.1/a,                     192.0.2.1,    80,   /a",
    })
    void absoluteFormGivesHostPortAndTheUnalteredPath(String target, String host, int port, String path) {
        ClientRequestHead head = accepted(request("GET", target, "ignored.example"));

        assertThat(head.form()).isEqualTo(Form.HTTP);
        assertThat(head.host()).isEqualTo(host);
        assertThat(head.port()).isEqualTo(port);
        assertThat(head.path()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "bank.example,          bank.example, 80",
        "Bank.Example:8080,     bank.example, 8080",
        "bank.example.,         bank.example, 80",
        "[2001:db8::1],         2001:db8::1,  80",
    })
    void originFormIsRoutedByHost(String field, String host, int port) {
        ClientRequestHead head = accepted(request("GET", "/a?b", field));

        assertThat(head.scheme()).isEqualTo("http");
        assertThat(head.host()).isEqualTo(host);
        assertThat(head.port()).isEqualTo(port);
        assertThat(head.path()).isEqualTo("/a?b");
        assertThat(head.authority()).isEqualTo(field);
    }

    @Test
    void connectGivesATunnelToThePortItNames() {
        ClientRequestHead head = accepted(request("CONNECT", "[2001:db8::1]:443", "ignored.example"));

        assertThat(head.form()).isEqualTo(Form.TUNNEL);
        assertThat(head.host()).isEqualTo("2001:db8::1");
        assertThat(head.port()).isEqualTo(443);
        assertThat(head.path()).isEmpty();
        assertThat(head.authority()).isEqualTo("[2001:db8::1]:443");
    }

    @Test
    void optionsOfAHostWithoutAPathAsksForAsterisk() {
        assertThat(accepted(request("OPTIONS", "http://bank.example", "bank.example"))
                        .path())
                .isEqualTo("*");
        assertThat(accepted(request("OPTIONS", "*", "bank.example")).path()).isEqualTo("*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.1", "0177.0.0.1", "2130706433", "0x7f000001"})
    void oddSpellingsOfAddressesAreLeftToThePolicy(String host) {
        assertThat(accepted(request("GET", "http://" + host + "/", "x")).host()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://user@bank.example/",
                "http://user:secret@bank.example/",
                "http:///path",
                "http://bank..example/",
                "http://.example/",
                "http://bank_%65/",
                "http://bank,example/",
                "http://b\u00e4nk.example/",
                "http://bank.example:0/",
                "http://bank.example:65536/",
                "http://bank.example:8x/",
                "http://bank.example:000080/",
                "http://2001:db8::1/",
                "http://[2001:db8::1/",
                "http://[bank.example]/",
                "http://[fe80::1%25eth0]/",
                "http://[::1]x/",
            })
    void anInvalidAuthorityIsRefused(String target) {
        assertThat(refused(request("GET", target, "bank.example")).reason())
                .isEqualTo("the request-target names no valid host, or has user information");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://bank.example/", "file:///etc/passwd", "bank.example/", "bank.example:80", "://x"})
    void whatIsNoHttpUriIsRefused(String target) {
        assertThat(refused(request("GET", target, "bank.example")).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a#b", "http://bank.example/#b", "http://bank.example#b"})
    void aFragmentIsRefused(String target) {
        assertThat(refused(request("GET", target, "bank.example")).reason()).contains("fragment");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bank.example",
                "bank.example:",
                "bank.example:0",
                "bank.example:99999",
                ":443",
                "2001:db8::1:443",
                "2001:db8::1",
                "http://bank.example:443",
                "/",
                "user@bank.example:443",
                "*",
            })
    void connectWithoutAValidHostAndPortIsRefused(String target) {
        assertThat(refused(request("CONNECT", target, "bank.example")).reason()).isEqualTo("CONNECT needs host:port");
    }

    @Test
    void asteriskIsForOptionsOnly() {
        assertThat(refused(request("GET", "*", "bank.example")).reason()).contains("OPTIONS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "a,b", "user@bank.example", "bank.example:x"})
    void originFormWithAnInvalidHostIsRefused(String host) {
        assertThat(refused(request("GET", "/", host)).reason()).isEqualTo("the Host field names no valid host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "user@bank.example"})
    void absoluteFormWithAnInvalidHostIsRefusedToo(String host) {
        assertThat(refused(request("GET", "http://bank.example/", host)).reason())
                .isEqualTo("the Host field names no valid host");
    }

    @Test
    void severalHostsAreRefused() {
        DefaultHttpRequest request = request("GET", "http://bank.example/", "bank.example");
        request.headers().add("Host", "bank.example");

        assertThat(refused(request).reason()).isEqualTo("more than one Host field");
    }

    @Test
    void http11NeedsAHostAndHttp10DoesNot() {
        DefaultHttpRequest http11 =
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "http://bank.example/");
        DefaultHttpRequest http10 =
                new DefaultHttpRequest(HttpVersion.HTTP_1_0, HttpMethod.GET, "http://bank.example/");

        assertThat(refused(http11).reason()).isEqualTo("no Host field");
        assertThat(accepted(http10).host()).isEqualTo("bank.example");
    }

    private static DefaultHttpRequest request(String method, String target, String host) {
        DefaultHttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(method), target);
        request.headers().set("Host", host);
        return request;
    }

    @Test
    void insideTlsThatEndsHereAPathAloneIsForHttps() {
        DefaultHttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/a");
        request.headers().set("host", "Bank.example");

        ReadHead read = RequestTarget.read(request, ORIGIN);

        assertThat(read)
                .isInstanceOfSatisfying(
                        ClientRequestHead.class,
                        head -> assertThat(ORIGIN.isOf(head)).isTrue());
    }

    @Test
    void insideTlsAnotherHostPortOrSchemeIsNotItsOrigin() {
        for (String target :
                List.of("https://other.example/", "https://bank.example:444/", "http://bank.example:443/")) {
            DefaultHttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target);
            request.headers().set("host", "bank.example");

            assertThat(RequestTarget.read(request, ORIGIN))
                    .as(target)
                    .isInstanceOfSatisfying(
                            ClientRequestHead.class,
                            head -> assertThat(ORIGIN.isOf(head)).isFalse());
        }
    }

    @Test
    void insideTlsThereIsNoConnect() {
        DefaultHttpRequest request =
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.CONNECT, "bank.example:443");
        request.headers().set("host", "bank.example:443");

        assertThat(RequestTarget.read(request, ORIGIN)).isInstanceOf(HeadRefusal.class);
    }

    private static ClientRequestHead accepted(DefaultHttpRequest request) {
        assertThat(RequestTarget.read(request, null)).isInstanceOf(ClientRequestHead.class);
        return (ClientRequestHead) RequestTarget.read(request, null);
    }

    private static HeadRefusal refused(DefaultHttpRequest request) {
        assertThat(RequestTarget.read(request, null)).isInstanceOf(HeadRefusal.class);
        return (HeadRefusal) RequestTarget.read(request, null);
    }
}
