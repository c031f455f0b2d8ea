package io.sallyport.app;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** WireMock as the bank, and a folder with the currency example's files. */
public final class BankResource implements QuarkusTestResourceLifecycleManager {

    private static final WireMockServer BANK =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private static @Nullable Path folder;

    /** The bank, running. */
    static WireMockServer bank() {
        return BANK;
    }

    /** The gateway's configuration folder. */
    static Path folder() {
        if (folder == null) {
            throw new IllegalStateException("the resource was not started");
        }
        return folder;
    }

    /** Where the access log is written. */
    static Path accessLog() {
        return folder().resolve("access.log");
    }

    @Override
    public Map<String, String> start() {
        BANK.start();
        try {
            folder = Files.createTempDirectory("sallyport-test-");
            for (String name : new String[] {"serviceentry.yaml", "virtualservice.yaml"}) {
                Files.copy(Path.of("examples/01-currency", name), folder().resolve(name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String bank = "127.0.0.1:" + BANK.port();
        return Map.of(
                "sallyport.port", "0",
                "sallyport.config", folder().toString(),
                "sallyport.connect-to", "www.ecb.europa.eu:80:" + bank + ",evil.example:80:" + bank,
                "sallyport.access-log", accessLog().toString(),
                "sallyport.workload", "currency",
                "sallyport.app", "currency",
                "sallyport.workload-namespace", "shop");
    }

    @Override
    public void stop() {
        BANK.stop();
    }
}
