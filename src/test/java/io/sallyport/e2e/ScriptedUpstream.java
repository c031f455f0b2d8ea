package io.sallyport.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An origin that plays a script on each connection: answers, waits, resets, sends half a body, never answers. Counts its
 * connections and keeps the requests as they came.
 *
 * <p>The first connection plays the first script, and so on; those after the last script play the last one again.
 */
public final class ScriptedUpstream implements AutoCloseable {

    private static final int BACKLOG = 128;

    private final ServerSocket listening;
    private final @Nullable SSLContext tls;
    private final boolean mutual;
    private final List<String> protocols;
    private final List<Script> scripts;
    private final Arrivals<ScriptedConnection> connections = new Arrivals<>();
    private final Arrivals<WireMessage> requests = new Arrivals<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private ScriptedUpstream(@Nullable SSLContext tls, boolean mutual, List<String> protocols, List<Script> scripts)
            throws IOException {
        this.tls = tls;
        this.mutual = mutual;
        this.protocols = protocols;
        this.scripts = scripts;
        this.listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("upstream").start(this::accept);
    }

    /** Listens on a free port of loopback. */
    public static ScriptedUpstream start(Script... scripts) {
        return start(null, false, List.of(), scripts);
    }

    /** The same behind TLS. A handshake that fails counts as a connection and plays no script. */
    public static ScriptedUpstream startTls(TlsIdentity identity, Script... scripts) {
        return start(identity.context(), false, List.of(), scripts);
    }

    /** The same, where these protocols may be chosen by ALPN. */
    public static ScriptedUpstream startTls(TlsIdentity identity, List<String> protocols, Script... scripts) {
        return start(identity.context(), false, protocols, scripts);
    }

    /** The same, where a client has to show a certificate that the identity trusts. */
    public static ScriptedUpstream startMutualTls(TlsIdentity identity, Script... scripts) {
        return start(identity.context(), true, List.of(), scripts);
    }

    private static ScriptedUpstream start(
            @Nullable SSLContext tls, boolean mutual, List<String> protocols, Script... scripts) {
        if (scripts.length == 0) {
            throw new IllegalArgumentException("scripts: none (expected: at least one)");
        }
        try {
            return new ScriptedUpstream(tls, mutual, protocols, List.of(scripts));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** How many connections were accepted so far. */
    public int connectionCount() {
        return connections.soFar().size();
    }

    /** The accepted connections, first to last. */
    public List<ScriptedConnection> connections() {
        return connections.soFar();
    }

    /**
     * Waits for the connection of that number, the first being 0.
     *
     * @throws AssertionError when it does not come within 10 seconds
     */
    public ScriptedConnection connection(int index) {
        return connections.await(index);
    }

    /** The requests wholly read so far, in the order in which they were whole. */
    public List<WireMessage> requests() {
        return requests.soFar();
    }

    /**
     * Waits for the request of that number, the first being 0.
     *
     * @throws AssertionError when it does not come within 10 seconds
     */
    public WireMessage request(int index) {
        return requests.await(index);
    }

    /**
     * Cuts all connections and ends all scripts.
     *
     * @throws AssertionError when a script failed by other than its connection
     */
    @Override
    public void close() {
        closed.countDown();
        closeQuietly(listening);
        open.forEach(ScriptedUpstream::closeQuietly);
        Throwable failure = failures.peek();
        if (failure != null) {
            throw new AssertionError("a script failed", failure);
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                ScriptedConnection connection = new ScriptedConnection(socket, closed, requests);
                int number = connections.add(connection);
                Script script = scripts.get(Math.min(number, scripts.size() - 1));
                Thread.ofVirtual().start(() -> play(script, connection, socket));
            } catch (IOException stopped) {
                closeQuietly(listening);
            }
        }
    }

    private void play(Script script, ScriptedConnection connection, Socket socket) {
        try (socket) {
            connection.open(tls, mutual, protocols);
            script.play(connection);
        } catch (IOException peerGone) {
            connection.cut(peerGone);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | AssertionError failure) {
            failures.add(failure);
        } finally {
            connection.ended();
            closeQuietly(connection);
            open.remove(socket);
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception alreadyGone) {
            // The other end may have cut it first, and then there is nothing left to close.
        }
    }
}
