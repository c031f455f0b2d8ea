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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
            CallingProcess owner = owner(table, (InetSocketAddress) client.getLocalSocketAddress());

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

        assertThat(owner(table, Calls.LOOPBACK)).isEqualTo(new CallingProcess(17, "curl"));
        assertThat(owner(table, new InetSocketAddress(InetAddress.ofLiteral("::1"), 40001)))
                .isEqualTo(new CallingProcess(18, "shop"));
        assertThat(owner(table, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 40002)))
                .isNull();
    }

    @Test
    void anIpv4AddressOfAnIpv6SocketIsFoundAndNoneThatBelongsToNobody() throws IOException {
        InetSocketAddress mapped = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 40003);
        table("net/tcp6", "0000000000000000FFFF00000100007F:9C43", "4444");
        table("net/tcp", "0100007F:9C40", "0");
        process(19, "node", "node\0/srv/shop.js", "socket:[4444]");
        process(20, "idle", "idle", "socket:[0]");

        assertThat(new ProcFileSystem(folder).owners(List.of(mapped, Calls.LOOPBACK)))
                .isEqualTo(Map.of(mapped, new CallingProcess(19, "shop.js")));
    }

    @Test
    void aConnectionIsLookedForOnceAndTheAnswerStands() {
        AtomicInteger looks = new AtomicInteger();
        try (CallersByProcess source = new CallersByProcess(
                all(() -> new CallingProcess(17, "curl" + looks.incrementAndGet())), "laptop", "east")) {
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
        try (CallersByProcess source = new CallersByProcess(_ -> Map.of(), "laptop", "east")) {
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
    void whoComesWhileItLooksIsLookedForWithAllOthersNextTime() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        BlockingQueue<Collection<InetSocketAddress>> looks = new LinkedBlockingQueue<>();
        try (CallersByProcess source = new CallersByProcess(
                clients -> {
                    looks.add(List.copyOf(clients));
                    await(goOn);
                    return Map.of();
                },
                "laptop",
                "east")) {
            List<CompletableFuture<KnownCaller>> asked = new ArrayList<>();
            asked.add(source.find(Calls.from(end(1), NOBODY)));
            assertThat(looks.poll(10, TimeUnit.SECONDS)).containsExactly(end(1));
            for (int port = 2; port <= 5; port++) {
                asked.add(source.find(Calls.from(end(port), NOBODY)));
            }
            goOn.countDown();

            assertThat(looks.poll(10, TimeUnit.SECONDS)).containsExactlyInAnyOrder(end(2), end(3), end(4), end(5));
            assertThat(asked)
                    .allSatisfy(caller ->
                            assertThat(caller.get(10, TimeUnit.SECONDS)).isEqualTo(KnownCaller.UNKNOWN));
        }
    }

    @Test
    void whoWaitsWhenItClosesIsUnknown() {
        CountDownLatch goOn = new CountDownLatch(1);
        CallersByProcess source = new CallersByProcess(
                _ -> {
                    await(goOn);
                    return Map.of();
                },
                "laptop",
                "east");
        source.find(Calls.from(end(1), NOBODY));
        CompletableFuture<KnownCaller> waiting = Objects.requireNonNull(source.find(Calls.from(end(2), NOBODY)));

        source.close();

        assertThat(waiting.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(KnownCaller.UNKNOWN);
        goOn.countDown();
    }

    @Test
    void othersMachinesAreNotOurs() {
        try (CallersByProcess source = new CallersByProcess(all(() -> new CallingProcess(1, "x")), "laptop", "east")) {
            InetSocketAddress elsewhere = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 40000);

            assertThat(source.find(Calls.from(elsewhere, NOBODY))).isNull();
        }
    }

    private static Function<Collection<InetSocketAddress>, Map<InetSocketAddress, CallingProcess>> all(
            Supplier<CallingProcess> process) {
        return clients -> clients.stream().collect(Collectors.toMap(client -> client, _ -> process.get()));
    }

    private static @Nullable CallingProcess owner(ProcFileSystem table, InetSocketAddress end) {
        return table.owners(List.of(end)).get(end);
    }

    private static InetSocketAddress end(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
