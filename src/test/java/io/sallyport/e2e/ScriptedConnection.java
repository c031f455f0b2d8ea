package io.sallyport.e2e;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link ScriptedUpstream}, as its script sees it, and what became of it for the test to ask. */
public final class ScriptedConnection implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CountDownLatch upstreamClosed;
    private final Arrivals<WireMessage> requests;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Socket below;
    private volatile Socket socket;
    private volatile @Nullable IOException cut;
    private @Nullable WireReader in;

    ScriptedConnection(Socket socket, CountDownLatch upstreamClosed, Arrivals<WireMessage> requests) {
        this.below = socket;
        this.socket = socket;
        this.upstreamClosed = upstreamClosed;
        this.requests = requests;
    }

    void open(@Nullable SSLContext tls, boolean mutual, List<String> protocols) throws IOException {
        socket.setTcpNoDelay(true);
        if (tls != null) {
            SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, true);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setNeedClientAuth(mutual);
            parameters.setApplicationProtocols(protocols.toArray(String[]::new));
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            socket = secured;
        }
        in = new WireReader(socket.getInputStream());
    }

    void cut(IOException by) {
        cut = by;
    }

    void ended() {
        ended.countDown();
    }

    /**
     * Reads one request with its body, and records it.
     *
     * @return false when the client closed instead
     */
    public boolean readRequest() throws IOException {
        String head = readHead();
        if (head.isEmpty()) {
            return false;
        }
        readBody(head);
        return true;
    }

    /** Reads a request's head only, verbatim; empty when the client closed instead. */
    public String readHead() throws IOException {
        return in().head();
    }

    /** Reads the body that belongs to the head, and records the request. */
    public WireMessage readBody(String head) throws IOException {
        WireMessage request = in().message(head, false);
        requests.add(request);
        return request;
    }

    public byte[] readBytes(int count) throws IOException {
        return in().bytes(count);
    }

    /** All bytes up to the client's end. */
    public byte[] readToEnd() throws IOException {
        return in().rest();
    }

    /** Sends the text as ISO-8859-1, at once. */
    public void send(String bytes) throws IOException {
        send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Waits for so long, or until the upstream is closed. */
    public void pause(Duration duration) throws InterruptedException {
        upstreamClosed.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Waits for the test's signal.
     *
     * @throws IOException when it does not come within 10 seconds
     */
    public void await(CountDownLatch signal) throws IOException, InterruptedException {
        if (!signal.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("no signal");
        }
    }

    /** Waits until the client closes or resets, or the upstream is closed; drops what it sends. */
    public void awaitPeerClose() throws IOException {
        try {
            in().rest();
        } catch (SocketException reset) {
            cut = reset;
        }
    }

    /** Ends the sending; reading goes on. */
    public void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes with a reset instead of an end. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Waits up to 10 seconds for the script's end: mostly that the client closed. */
    public boolean hasEnded() throws InterruptedException {
        return ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** What cut the script short, such as a reset or a failed handshake; null when nothing did. */
    public @Nullable IOException cutBy() {
        return cut;
    }

    /** The name the client asked for in the TLS handshake; null without one, or without TLS. */
    public @Nullable String serverName() {
        if (socket instanceof SSLSocket secured && secured.getSession() instanceof ExtendedSSLSession session) {
            return session.getRequestedServerNames().stream()
                    .map(name -> new String(name.getEncoded(), StandardCharsets.US_ASCII))
                    .findFirst()
                    .orElse(null);
        }
        return null;
    }

    /** The name of the certificate the client showed; null without one, or without TLS. */
    public @Nullable String clientName() {
        try {
            return socket instanceof SSLSocket secured
                    ? secured.getSession().getPeerPrincipal().getName()
                    : null;
        } catch (SSLPeerUnverifiedException none) {
            return null;
        }
    }

    /** Closes the socket without the end that TLS has. */
    public void cutBelowTls() throws IOException {
        below.close();
    }

    private WireReader in() {
        return Objects.requireNonNull(in, "not open yet");
    }
}
