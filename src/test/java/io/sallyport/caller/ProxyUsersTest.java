package io.sallyport.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.exchange.CallerLabels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyUsersTest {

    private static final String HASH = HexFormat.of().formatHex(CallersByCredentials.hash("open:sesame"));

    @TempDir
    Path folder;

    @Test
    void whoProvesToBeAUserIsItsWorkload() throws IOException {
        KnownCaller caller =
                caller("# the shop's\n\nalice:" + HASH + ":shop/checkout:v2\n", basic("alice:open:sesame"));

        assertThat(caller)
                .isEqualTo(new KnownCaller(
                        new CallerLabels("checkout", "checkout", "v2", "shop", "checkout", "v2", "", "east"),
                        "user alice"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice:wrong", "bob:open:sesame", "alice", ""})
    void whoDoesNotIsNobody(String credentials) throws IOException {
        assertThat(caller("alice:" + HASH + ":shop/checkout", basic(credentials)))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc", "Basic %%%", "Basic", ""})
    void whatIsNoBasicAuthenticationIsNobodys(String sent) throws IOException {
        assertThat(caller("alice:" + HASH + ":shop/checkout", sent)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "alice, not understood",
        "alice:sesame:shop/checkout, no hash",
        "alice:HASH:checkout, no workload",
        "alice:HASH:shop/, no workload",
        "':HASH:shop/checkout', not understood"
    })
    void aLineThatIsNotUnderstoodIsNamedAndNotQuoted(String line, String why) throws IOException {
        Path file = Files.writeString(folder.resolve("users"), "# first\n" + line.replace("HASH", HASH));

        assertThatThrownBy(() -> ProxyUsers.read(file, "east"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file + ":2: ")
                .hasMessageContaining(why)
                .hasMessageNotContaining("sesame");
    }

    @Test
    void aUserHasOneLine() throws IOException {
        String line = "alice:" + HASH + ":shop/checkout\n";
        Path file = Files.writeString(folder.resolve("users"), line + line);

        assertThatThrownBy(() -> ProxyUsers.read(file, "east"))
                .hasMessageContaining(":2: a second line for the user alice");
    }

    private @Nullable KnownCaller caller(String users, String sent) throws IOException {
        Path file = Files.writeString(folder.resolve("users"), users);
        CompletableFuture<KnownCaller> found =
                ProxyUsers.read(file, "east").find(Calls.from(Calls.LOOPBACK, "proxy-authorization", sent));
        return found == null ? null : found.join();
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
}
