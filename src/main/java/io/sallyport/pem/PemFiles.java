package io.sallyport.pem;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where what settings name by a path is read: files, and texts that never were on a disk, such as Kubernetes' Secrets. */
public final class PemFiles {

    /** How the path of what is no file begins. */
    private static final String IN_MEMORY = "secret:";

    /** Files alone. */
    public static final PemFiles ON_DISK = new PemFiles(_ -> null);

    private final Function<String, byte @Nullable []> memory;

    /** @param memory what has that path, {@code secret:} and so on; null for nothing. Answers at once. */
    public PemFiles(Function<String, byte @Nullable []> memory) {
        this.memory = memory;
    }

    /**
     * Reads; blocks where it is a file.
     *
     * @param field the name of the field or setting that names it, for people
     * @throws PemException when it cannot be read
     */
    public PemFile read(String field, String path) throws PemException {
        if (!path.startsWith(IN_MEMORY)) {
            return PemFile.read(field, path);
        }
        byte[] content = memory.apply(path);
        if (content == null) {
            throw new PemException(field + " " + path + ": no such Secret, or it has no such key");
        }
        return PemFile.of(field, path, content);
    }

    /** What all of them look like from outside; blocks where one is a file. */
    public FileStamps stamps(List<String> paths) {
        return new FileStamps(paths.stream()
                .map(path ->
                        path.startsWith(IN_MEMORY) ? new FileStamps.Stamp(path, looks(path)) : FileStamps.stamp(path))
                .toList());
    }

    private String looks(String path) {
        byte[] content = memory.apply(path);
        if (content == null) {
            return "";
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: every Java has it", e);
        }
    }
}
