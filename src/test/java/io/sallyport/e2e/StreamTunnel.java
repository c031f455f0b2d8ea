package io.sallyport.e2e;

import io.sallyport.listener.FrameClient;
import io.sallyport.listener.FrameClient.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A CONNECT of HTTP/2, for clients that want a socket: one may connect here, and its bytes go through the stream. */
final class StreamTunnel implements AutoCloseable {

    private static final int STREAM = 1;

    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final FrameClient client;
    private final Frame head;
    private final CompletableFuture<Frame> last = new CompletableFuture<>();
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    StreamTunnel(RunningGateway gateway, String authority) throws IOException {
        client = new FrameClient(gateway.port());
        client.headers(STREAM, false, ":method", "CONNECT", ":authority", authority);
        head = client.read();
        Thread.startVirtualThread(this::carry);
    }

    /** The head of the answer to the CONNECT. */
    Frame head() {
        return head;
    }

    Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), listening.getLocalPort());
    }

    RawClient connectRaw() {
        return RawClient.connect(listening.getLocalPort());
    }

    /** The frame that ended what comes from the gateway. */
    Frame last() throws Exception {
        return last.get(10, TimeUnit.SECONDS);
    }

    private void carry() {
        try (Socket near = listening.accept()) {
            Thread.startVirtualThread(() -> carryUp(near));
            Frame frame = client.read();
            while (frame.carries()) {
                near.getOutputStream().write(frame.payload());
                if (frame.ends()) {
                    break;
                }
                frame = client.read();
            }
            last.complete(frame);
            near.shutdownOutput();
            // Kept open until the client is done with it.
            closed.get(10, TimeUnit.SECONDS);
        } catch (Exception failure) {
            last.completeExceptionally(failure);
        }
    }

    private void carryUp(Socket near) {
        byte[] buffer = new byte[16_000];
        try {
            InputStream in = near.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                client.data(STREAM, new String(buffer, 0, count, StandardCharsets.ISO_8859_1), false);
            }
        } catch (IOException | UncheckedIOException gone) {
            // Told by the other direction.
        } finally {
            closed.complete(true);
        }
    }

    @Override
    public void close() throws IOException {
        closed.complete(true);
        client.close();
        listening.close();
    }
}
