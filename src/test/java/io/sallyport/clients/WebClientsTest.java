package io.sallyport.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Exchange;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each client, told of the proxy by its own settings: what it gets, and what it is told when it gets nothing. */
class WebClientsTest {

    @TempDir
    static Path folder;

    static WebScene scene;

    @BeforeAll
    static void open() throws Exception {
        scene = new WebScene(folder);
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @BeforeEach
    void forget() {
        scene.forgetCalls();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NODE_FETCH")
    void plainHttp(WebClient client) throws Exception {
        String said = client.call(scene, "http://plain.example/rates");

        assertThat(said).contains("plain rates");
        assertThat(scene.ended("plain.example", "GET").status).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(WebClient.class)
    void httpsWhoseRequestsAreSeen(WebClient client) throws Exception {
        String said = client.call(scene, "https://intercepted.example/rates");

        assertThat(said).contains("secret rates");
        Exchange inside = scene.ended("intercepted.example", "GET");
        assertThat(inside.head().scheme()).isEqualTo("https");
        assertThat(inside.head().path()).isEqualTo("/rates");
        assertThat(inside.status).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(WebClient.class)
    void httpsWhoseRoutesRefuseAPath(WebClient client) throws Exception {
        String said = client.call(scene, "https://intercepted.example/admin");

        assertThat(said).contains("not through this door");
    }

    @ParameterizedTest
    @EnumSource(WebClient.class)
    void httpsThroughATunnel(WebClient client) throws Exception {
        String said = client.call(scene, "https://tunnelled.example/rates");

        assertThat(said).contains("secret rates");
        assertThat(scene.ended("tunnelled.example", "CONNECT").status).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NODE_FETCH")
    void aHostThatIsNotListedIsExplained(WebClient client) throws Exception {
        String said = client.call(scene, "http://other.example/rates");

        assertThat(said).contains("other.example is not a listed host");
        if (!client.isBrowser()) {
            assertThat(said).contains("403");
        }
        Exchange denied = scene.ended("other.example", "GET");
        assertThat(denied.status).isEqualTo(403);
        assertThat(denied.detail()).isEqualTo("host-not-listed");
    }

    @ParameterizedTest
    @EnumSource(WebClient.class)
    void aTunnelToAHostThatIsNotListedIsRefused(WebClient client) throws Exception {
        String said = client.call(scene, "https://another.example/rates");

        // No client shows the body of such an answer: between them and the server, it could be anybody's.
        assertThat(said).containsAnyOf("403", "ERR_TUNNEL_CONNECTION_FAILED", "Proxy response !== 200");
        Exchange denied = scene.ended("another.example", "CONNECT");
        assertThat(denied.status).isEqualTo(403);
        assertThat(denied.detail()).isEqualTo("host-not-listed");
    }

    @Test
    void nodeTunnelsPlainHttpTooAndWhatIsInsideIsRead() throws Exception {
        String said = WebClient.NODE_FETCH.call(scene, "http://plain.example/rates");

        assertThat(said).contains("plain rates");
        assertThat(scene.ended("plain.example", "CONNECT").status).isEqualTo(200);
        Exchange inside = scene.ended("plain.example", "GET");
        assertThat(inside.head().scheme()).isEqualTo("http");
        assertThat(inside.head().path()).isEqualTo("/rates");
    }
}
