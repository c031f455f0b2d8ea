package io.sallyport.manifests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files below k8s as they are written. */
final class Sources {

    private Sources() {}

    static Path path(String file) {
        return Path.of("k8s").resolve(file);
    }

    static String read(String file) throws IOException {
        return Files.readString(path(file));
    }
}
