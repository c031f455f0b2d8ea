package io.sallyport.app;

import io.sallyport.demo.DemoFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/** Sets the stage before the application starts: the two files in a folder, and the bank's name led to its stub. */
final class DemoStage {

    private static final String BANK_PORT = "sallyport.demo.bank-port";

    private DemoStage() {}

    static void set() {
        try {
            Path folder = DemoFolder.create();
            int port = Integer.getInteger(BANK_PORT, 0);
            int bankPort = port == 0 ? freePort() : port;
            System.setProperty(BANK_PORT, String.valueOf(bankPort));
            System.setProperty("sallyport.config", folder.toString());
            // The denied host, too: once the viewer has listed it, there is someone to answer.
            System.setProperty(
                    "sallyport.connect-to",
                    "www.ecb.europa.eu:80:127.0.0.1:" + bankPort + ",evil.example:80:127.0.0.1:" + bankPort);
            System.setProperty(
                    "sallyport.access-log", folder.resolve("access.log").toString());
            // The demo speaks for itself; what goes wrong is still told.
            System.setProperty("quarkus.log.console.level", "WARN");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
