package io.sallyport.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A server of HTTP and HTTPS in a process of its own, for a network of its own. It says which of its addresses was called
 * and by which way; {@code /silent} is never answered, {@code /flaky} only at every second time. UDP comes back as it was.
 */
public final class NamespaceOrigin {

    private NamespaceOrigin() {}

    /** Takes a PKCS#12 file, its password, and the addresses to listen on. Ends with its input. */
    public static void main(String[] arguments) throws Exception {
        SSLContext tls = tls(Path.of(arguments[0]), arguments[1].toCharArray());
        for (int i = 2; i < arguments.length; i++) {
            start(HttpServer.create(new InetSocketAddress(arguments[i], 80), 0));
            start(HttpServer.create(new InetSocketAddress(arguments[i], 8080), 0));
            HttpsServer https = HttpsServer.create(new InetSocketAddress(arguments[i], 443), 0);
            https.setHttpsConfigurator(new HttpsConfigurator(tls));
            start(https);
            echo(new DatagramSocket(new InetSocketAddress(arguments[i], 443)));
            echo(new DatagramSocket(new InetSocketAddress(arguments[i], 5353)));
        }
        System.out.println("listening");
        while (System.in.read() >= 0) {
            // Until whoever started it is gone.
        }
        System.exit(0);
    }

    private static void start(HttpServer server) {
        AtomicInteger asked = new AtomicInteger();
        server.createContext("/", exchange -> answer(exchange, asked));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private static void echo(DatagramSocket socket) {
        Thread.ofVirtual().start(() -> {
            DatagramPacket packet = new DatagramPacket(new byte[1_500], 1_500);
            try {
                while (true) {
                    socket.receive(packet);
                    socket.send(packet);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void answer(HttpExchange exchange, AtomicInteger asked) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/silent")) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        boolean fails = path.equals("/flaky") && asked.incrementAndGet() % 2 == 1;
        byte[] body = (exchange.getLocalAddress().getAddress().getHostAddress() + " via "
                        + exchange.getRequestHeaders().getFirst("Via"))
                .getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(fails ? 503 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static SSLContext tls(Path store, char[] password) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, password);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        return tls;
    }
}
