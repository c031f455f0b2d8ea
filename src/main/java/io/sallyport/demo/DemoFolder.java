package io.sallyport.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The demo's configuration folder: the two files of {@code examples/01-currency}, as they are. */
public final class DemoFolder {

    private static final List<String> FILES = List.of("serviceentry.yaml", "virtualservice.yaml");

    private DemoFolder() {}

    /**
     * Puts the files into a new temporary folder.
     *
     * @throws IOException when it cannot be written
     */
    public static Path create() throws IOException {
        Path folder = Files.createTempDirectory("sallyport-demo-");
        for (String name : FILES) {
            try (InputStream file =
                    Objects.requireNonNull(DemoFolder.class.getResourceAsStream("/demo/" + name), "demo/" + name)) {
                Files.copy(file, folder.resolve(name));
            }
        }
        return folder;
    }
}
