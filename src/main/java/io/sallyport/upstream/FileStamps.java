package io.sallyport.upstream;

import io.sallyport.policy.UpstreamTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the files that TLS settings name look like from outside: the same stamps mean the same contents, as for {@code
 * make}. Symbolic links are followed, as Kubernetes swaps a mounted Secret by one.
 */
record FileStamps(List<FileStamps.Stamp> stamps) {

    /** One file. */
    record Stamp(String path, String looks) {}

    FileStamps {
        stamps = List.copyOf(stamps);
    }

    /** Looks at the files; blocks. What cannot be looked at has a stamp, too. */
    static FileStamps of(UpstreamTls settings) {
        return new FileStamps(
                Stream.of(authorities(settings), settings.caCrl(), settings.clientCertificate(), settings.privateKey())
                        .filter(Objects::nonNull)
                        .map(FileStamps::stamp)
                        .toList());
    }

    private static @Nullable String authorities(UpstreamTls settings) {
        if (!settings.verified()) {
            return null;
        }
        return SystemAuthorities.areMeant(settings.caCertificates())
                ? SystemAuthorities.file()
                : settings.caCertificates();
    }

    /** Their paths, for people. */
    String paths() {
        return stamps.stream().map(Stamp::path).collect(Collectors.joining(", "));
    }

    private static Stamp stamp(String path) {
        try {
            Path file = Path.of(path);
            BasicFileAttributes looks = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(
                    path,
                    looks.size() + " " + looks.lastModifiedTime() + " " + looks.fileKey() + " "
                            + Files.isReadable(file));
        } catch (IOException | InvalidPathException e) {
            return new Stamp(path, "");
        }
    }
}
