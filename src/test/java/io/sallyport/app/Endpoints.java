package io.sallyport.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a Service of Kubernetes is, on loopback: one port whose connections are spread over the replicas that are ready.
 * It finds out late, as Kubernetes does, and leaves the connections alone that a replica has already.
 */
final class Endpoints implements AutoCloseable {

    private static final Duration PROBE = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ServerSocket listening = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    private final ScheduledExecutorService prober = Executors.newSingleThreadScheduledExecutor();
    private final HttpClient probes = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final List<Replica> replicas = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    private static final class Replica {

        final int port;
        final URI health;
        final CompletableFuture<Void> wasReady = new CompletableFuture<>();
        volatile boolean ready;

        Replica(int port, int healthPort) {
            this.port = port;
            this.health = URI.create("http://127.0.0.1:" + healthPort + "/healthz/ready");
        }
    }

    Endpoints() throws IOException {
        Thread.ofVirtual().start(this::accept);
        prober.scheduleWithFixedDelay(() -> replicas.forEach(this::probe), 0, PROBE.toMillis(), TimeUnit.MILLISECONDS);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Waits until it is ready, and has connections led there from then on. */
    void add(int port, int healthPort) throws Exception {
        Replica replica = new Replica(port, healthPort);
        replicas.add(replica);
        replica.wasReady.get(60, TimeUnit.SECONDS);
    }

    private void probe(Replica replica) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(replica.health).timeout(PATIENCE).build();
            replica.ready = probes.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            replica.ready = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (replica.ready) {
            replica.wasReady.complete(null);
        } else if (replica.wasReady.isDone()) {
            replicas.remove(replica);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> carry(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void carry(Socket client) {
        List<Replica> ready = replicas.stream().filter(replica -> replica.ready).toList();
        try (client;
                Socket server = new Socket(
                        InetAddress.getLoopbackAddress(),
                        ready.get(Math.floorMod(turn.getAndIncrement(), ready.size())).port)) {
            Thread there = Thread.ofVirtual().start(() -> copy(client, server));
            copy(server, client);
            there.join();
        } catch (IOException e) {
            // The client finds out, and counts it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException e) {
            // One side is gone; so is what was on its way.
        }
    }

    @Override
    public void close() {
        prober.shutdownNow();
        probes.shutdownNow();
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
