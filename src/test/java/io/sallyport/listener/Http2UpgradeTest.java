package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** From HTTP/1.1 to HTTP/2, or not: RFC 7540 section 3.2. */
class Http2UpgradeTest {

    private static final String UPGRADE = "Connection: Upgrade, HTTP2-Settings";

    @AutoClose
    private final Proxy proxy = new Proxy();

    @AutoClose
    private final RawClient client = proxy.client();

    @Test
    void theRequestIsAnsweredAsStreamOneAfterTheSwitch() {
        client.request(
                "GET http://bank.example/a HTTP/1.1", "Host: x", UPGRADE, "Upgrade: h2c", "HTTP2-Settings: AAMAAABk");

        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ").contains("Upgrade: h2c");
        Call call = proxy.forwarder.awaitCall();
        assertThat(call.uri).isEqualTo("/a");
        assertThat(call.headers.get("host")).isEqualTo("bank.example");
        assertThat(call.headers.contains("upgrade")).isFalse();
        assertThat(call.headers.contains("http2-settings")).isFalse();
        assertThat(call.exchange.protocol).isEqualTo("HTTP/2");
    }

    @Test
    void withoutSettingsWithTwoOrWithUnreadableOnesItStaysHttp1() {
        for (String settings : new String[] {
            "X: y", "HTTP2-Settings: AAMAAABk\r\nHTTP2-Settings: AAMAAABk", "HTTP2-Settings: !", "HTTP2-Settings: AAM"
        }) {
            client.request("GET http://bank.example/ HTTP/1.1", "Host: x", UPGRADE, "Upgrade: h2c", settings);
            proxy.forwarder.awaitCall().respond(200, "a");

            assertThat(client.read().statusLine()).as(settings).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void aRequestWithABodyStaysHttp1() {
        client.request(
                "POST http://bank.example/ HTTP/1.1",
                "Host: x",
                UPGRADE,
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABk",
                "Content-Length: 1");
        client.send("a");
        proxy.forwarder.awaitCall().respond(200, "b");

        assertThat(client.read().statusLine()).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void aRequestThatCannotBeReadIsRefusedInHttp1() {
        client.request(
                "GET ftp://bank.example/ HTTP/1.1", "Host: x", UPGRADE, "Upgrade: h2c", "HTTP2-Settings: AAMAAABk");

        assertThat(client.read().status()).isEqualTo(400);
    }

    @Test
    void aRequestThatOnlyBeginsLikeAPrefaceIsHttp1() {
        client.send("P");
        client.send("R");
        client.request("OPFIND http://bank.example/ HTTP/1.1", "Host: x");

        Call call = proxy.forwarder.awaitCall();
        assertThat(call.method).isEqualTo("PROPFIND");
    }
}
