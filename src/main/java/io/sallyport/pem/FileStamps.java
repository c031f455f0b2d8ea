package io.sallyport.pem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What files look like from outside: the same stamps mean the same contents, as for {@code
 * make}. Symbolic links are followed, as Kubernetes swaps a mounted Secret by one.
 */
public record FileStamps(List<FileStamps.Stamp> stamps) {

    /** One file. */
    public record Stamp(String path, String looks) {}

    public FileStamps {
        stamps = List.copyOf(stamps);
    }

    /** Looks at the files; blocks. What cannot be looked at has a stamp, too. */
    public static FileStamps of(List<String> paths) {
        return new FileStamps(paths.stream().map(FileStamps::stamp).toList());
    }

    /** Their paths, for people. */
    public String paths() {
        return stamps.stream().map(Stamp::path).collect(Collectors.joining(", "));
    }

    static Stamp stamp(String path) {
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
