package io.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.sallyport.e2e.TlsIdentity;
import io.sallyport.pem.PemFiles;
import io.sallyport.policy.UpstreamTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the files that TLS settings name are read, and what happens when they change. */
class TlsClientsTest {

    @TempDir
    static Path folder;

    static Path one;
    static Path other;
    static EventLoop loop;

    private final Map<String, byte[]> memory = new HashMap<>();
    private final AtomicLong now = new AtomicLong();
    private final TlsClients clients = new TlsClients(new PemFiles(memory::get), now::get);

    @BeforeAll
    static void issue() {
        one = TlsIdentity.create(folder, "one.example").certificatePem();
        other = TlsIdentity.create(folder, "other.example").certificatePem();
        loop = new DefaultEventLoop();
    }

    @AfterAll
    static void stop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void filesThatStayTheSameAreReadOnce() throws Exception {
        UpstreamTls settings = trusting(mounted("same.pem", one));
        TlsClient first = client(settings);

        later(Duration.ofMinutes(10));

        assertThat(client(settings)).isSameAs(first);
    }

    @Test
    void aFileThatWasReplacedIsReadAgainASecondLater() throws Exception {
        Path file = mounted("rotated.pem", one);
        TlsClient first = client(trusting(file));
        replace(file, other);

        assertThat(client(trusting(file))).as("looked at just now").isSameAs(first);
        later(Duration.ofSeconds(1));

        assertThat(client(trusting(file))).isNotSameAs(first);
    }

    @Test
    void aReplacementThatWillNotDoLeavesInUseWhatWasThere() throws Exception {
        Path file = mounted("broken.pem", one);
        TlsClient first = client(trusting(file));
        Files.writeString(file, "no certificate");
        later(Duration.ofSeconds(1));

        assertThat(client(trusting(file))).isSameAs(first);

        replace(file, other);
        later(Duration.ofSeconds(1));
        assertThat(client(trusting(file))).isNotSameAs(first);
    }

    @Test
    void aMissingFileIsUsedOnceItIsThere() throws Exception {
        Path file = folder.resolve("late.pem");
        assertThat(answer(trusting(file))).isEqualTo("caCertificates " + file + ": no such file");
        replace(file, one);

        later(Duration.ofSeconds(1));

        assertThat(answer(trusting(file))).isEmpty();
    }

    @Test
    void whatIsInMemoryIsReadAsFilesAreAndAgainWhereItChanged() throws Exception {
        String path = "secret:mesh/bank/ca.crt";
        UpstreamTls settings = new UpstreamTls(null, List.of(), path, null, null, null, true);
        assertThat(answer(settings)).isEqualTo("caCertificates " + path + ": no such Secret, or it has no such key");

        memory.put(path, Files.readAllBytes(one));
        later(Duration.ofSeconds(1));
        TlsClient first = client(settings);
        later(Duration.ofSeconds(1));
        assertThat(client(settings)).as("the same content").isSameAs(first);

        memory.put(path, Files.readAllBytes(other));
        later(Duration.ofSeconds(1));
        TlsClient second = client(settings);
        assertThat(second).isNotSameAs(first);

        memory.clear();
        later(Duration.ofSeconds(1));
        assertThat(client(settings)).as("what was read before").isSameAs(second);
    }

    @Test
    void settingsThatNothingUsesAreForgotten() throws Exception {
        client(trusting(mounted("unused.pem", one)));
        later(Duration.ofHours(1));

        client(trusting(mounted("used.pem", one)));

        assertThat(clients.size()).isEqualTo(1);
    }

    private static UpstreamTls trusting(Path file) {
        return new UpstreamTls(null, List.of(), file.toString(), null, null, null, true);
    }

    private static Path mounted(String name, Path content) throws IOException {
        Path file = folder.resolve(name);
        replace(file, content);
        return file;
    }

    /** As tools do it that never show half a file: another file takes its name. */
    private static void replace(Path file, Path content) throws IOException {
        Path written = Files.copy(content, folder.resolve(file.getFileName() + ".new"));
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void later(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private TlsClient client(UpstreamTls settings) throws Exception {
        Object told = told(settings);
        assertThat(told).isInstanceOf(TlsClient.class);
        return (TlsClient) told;
    }

    /** Why there is none; empty where there is one. */
    private String answer(UpstreamTls settings) throws Exception {
        return told(settings) instanceof String reason ? reason : "";
    }

    private Object told(UpstreamTls settings) throws Exception {
        CompletableFuture<@Nullable Object> told = new CompletableFuture<>();
        clients.get(settings, loop, new TlsClients.Receiver() {
            @Override
            public void ready(TlsClient client) {
                told.complete(client);
            }

            @Override
            public void unusable(String reason) {
                told.complete(reason);
            }
        });
        return told.get(10, TimeUnit.SECONDS);
    }
}
