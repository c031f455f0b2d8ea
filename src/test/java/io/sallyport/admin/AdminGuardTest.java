package io.sallyport.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminGuardTest {

    private final AdminServer server = new AdminServer(AdminServer.BANK);

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:15000", "127.0.0.1", "127.8.8.8:1", "[::1]:15000"})
    void itAnswersToLoopback(String host) {
        assertThat(server.get("/ready", "host", host).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:15000",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "192.0.2.1",
                "2130706433",
                "0x7f.1"
            })
    void aNameThatSomebodyElseLedHereIsMisdirected(String host) {
        var answer = server.get("/api/config", "host", host);

        assertThat(answer.statusCode()).isEqualTo(421);
        assertThat(answer.bodyAsString()).contains("DNS rebinding");
    }

    @Test
    void pagesOfOtherOriginsMayNeitherChangeNorRead() {
        for (String origin : new String[] {"http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"}) {
            assertThat(server.post("/drain", "origin", origin).statusCode()).isEqualTo(403);
            assertThat(server.get("/api/graph", "origin", origin).statusCode()).isEqualTo(403);
        }
        assertThat(server.post("/drain", "sec-fetch-site", "cross-site").statusCode())
                .isEqualTo(403);
        assertThat(server.orders).isEmpty();
    }

    @Test
    void ourOwnPagesAndClientsThatAreNoBrowsersMayChange() {
        String own = "http://127.0.0.1:" + server.port();

        assertThat(server.post("/reload", "origin", own, "sec-fetch-site", "same-origin")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.post("/drain").statusCode()).isEqualTo(200);
        assertThat(server.orders).containsExactly("drain");
    }

    @Test
    void whatChangesSomethingIsNoPageToLookAt() {
        for (String path : new String[] {"/reload", "/drain", "/quitquitquit"}) {
            var answer = server.get(path);
            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.getHeader("allow")).isEqualTo("POST");
        }
        assertThat(server.post("/api/graph").statusCode()).isEqualTo(405);
        assertThat(server.orders).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/console/", "/api/graph", "/nowhere", "/stats"})
    void everyAnswerForbidsForeignScriptsFramesAndGuesses(String path) {
        var answer = server.get(path);

        assertThat(answer.getHeader("content-security-policy"))
                .startsWith("default-src 'self';")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.getHeader("x-frame-options")).isEqualTo("DENY");
        assertThat(answer.getHeader("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.getHeader("access-control-allow-origin")).isNull();
    }
}
