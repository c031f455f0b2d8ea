package io.sallyport.caller;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.ExchangeObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CallersByProcessTest {

    private static final ExchangeObserver NOBODY = new ExchangeObserver() {};

    @TempDir
    Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void aSocketOfThisMachineIsFoundWithItsProcess() throws IOException {
        ProcFileSystem table = new ProcFileSystem(Path.of("/proc"));
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            CallingProcess owner = table.owner((InetSocketAddress) client.getLocalSocketAddress());

            assertThat(owner).isNotNull().satisfies(found -> {
                assertThat(found.pid()).isEqualTo((int) ProcessHandle.current().pid());
                assertThat(found.name()).isNotEmpty();
            });
        }
    }

    @Test
    void addressesAreWrittenAsTheTablesWriteThem() throws IOException {
        table("net/tcp", "0100007F:9C40", "4242");
        table("net/tcp6", "00000000000000000000000001000000:9C41", "4343");
        process(17, "curl", "curl\0http://a.example/", "socket:[4242]");
        process(18, "java", "java\0-jar\0/srv/shop.jar", "socket:[4343]");
        ProcFileSystem table = new ProcFileSystem(folder);

        assertThat(table.owner(Calls.LOOPBACK)).isEqualTo(new CallingProcess(17, "curl"));
        assertThat(table.owner(new InetSocketAddress(InetAddress.ofLiteral("::1"), 40001)))
                .isEqualTo(new CallingProcess(18, "shop"));
        assertThat(table.owner(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 40002)))
                .isNull();
    }

    @Test
    void aConnectionIsLookedForOnceAndTheAnswerStands() {
        AtomicInteger looks = new AtomicInteger();
        try (CallersByProcess source =
                new CallersByProcess(_ -> new CallingProcess(17, "curl" + looks.incrementAndGet()), "laptop", "east")) {
            KnownCaller first = caller(source, Calls.LOOPBACK);
            KnownCaller second = caller(source, Calls.LOOPBACK);

            assertThat(first.labels().workload()).isEqualTo("curl1");
            assertThat(first.labels().namespace()).isEqualTo("laptop");
            assertThat(first.detail()).isEqualTo("pid 17");
            assertThat(second).isEqualTo(first);
        }
    }

    @Test
    void whoIsNotFoundIsUnknownAndSoIsWhoCannotBeLookedFor() {
        try (CallersByProcess source = new CallersByProcess(_ -> null, "laptop", "east")) {
            assertThat(caller(source, Calls.LOOPBACK)).isEqualTo(KnownCaller.UNKNOWN);
        }
        try (CallersByProcess source = new CallersByProcess(
                _ -> {
                    throw new IllegalStateException("on purpose");
                },
                "laptop",
                "east")) {
            assertThat(caller(source, Calls.LOOPBACK)).isEqualTo(KnownCaller.UNKNOWN);
        }
    }

    @Test
    void othersMachinesAreNotOurs() {
        try (CallersByProcess source = new CallersByProcess(_ -> new CallingProcess(1, "x"), "laptop", "east")) {
            InetSocketAddress elsewhere = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 40000);

            assertThat(source.find(Calls.from(elsewhere, NOBODY))).isNull();
        }
    }

    private static KnownCaller caller(CallersByProcess source, InetSocketAddress client) {
        @Nullable CompletableFuture<KnownCaller> found = source.find(Calls.from(client, NOBODY));
        return Objects.requireNonNull(found).orTimeout(10, TimeUnit.SECONDS).join();
    }

    private void table(String name, String local, String inode) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(
                file,
                List.of(
                        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
                        "   0: " + local + " 0100007F:3A99 01 00000000:00000000 00:00000000 00000000  1000        0 "
                                + inode + " 1 0000000000000000 20 4 30 10 -1"));
    }

    private void process(int pid, String comm, String commandLine, String descriptor) throws IOException {
        Path process = Files.createDirectories(folder.resolve(Integer.toString(pid)));
        Files.writeString(process.resolve("comm"), comm + "\n");
        Files.writeString(process.resolve("cmdline"), commandLine);
        Path descriptors = Files.createDirectories(process.resolve("fd"));
        Files.createSymbolicLink(descriptors.resolve("3"), Path.of(descriptor));
    }
}
