package io.sallyport.caller;

import io.sallyport.caller.CallersByCredentials.User;
import io.sallyport.exchange.CallerLabels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The file of {@code --proxy-users}: a line a user, {@code name:HASH:NAMESPACE/WORKLOAD[:VERSION]}, where HASH is the
 * SHA-256 of the password in hexadecimal ({@code printf %s PASSWORD | sha256sum}). Empty lines and lines that begin with
 * {@code #} say nothing.
 */
public final class ProxyUsers {

    private static final String EXPECTED = "name:SHA-256 of the password in hexadecimal:namespace/workload[:version]";
    private static final int HASH_BYTES = 32;

    private ProxyUsers() {}

    /**
     * Reads the file.
     *
     * @param cluster {@code source_cluster} of the users
     * @throws IOException when it cannot be read
     * @throws IllegalArgumentException with file and line, never with what the line says
     */
    public static CallersByCredentials read(Path file, String cluster) throws IOException {
        Map<String, User> users = new HashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                String[] parts = line.split(":", -1);
                if (users.put(parts[0], user(parts, file + ":" + (i + 1), cluster)) != null) {
                    throw new IllegalArgumentException(
                            file + ":" + (i + 1) + ": a second line for the user " + parts[0]);
                }
            }
        }
        return new CallersByCredentials(users);
    }

    private static User user(String[] parts, String where, String cluster) {
        if (parts.length < 3 || parts.length > 4 || parts[0].isEmpty()) {
            throw new IllegalArgumentException(where + ": not understood (expected: " + EXPECTED + ")");
        }
        int slash = parts[2].indexOf('/');
        if (slash < 1 || slash == parts[2].length() - 1) {
            throw new IllegalArgumentException(where + ": no workload (expected: namespace/workload)");
        }
        String workload = parts[2].substring(slash + 1);
        String version = parts.length == 4 ? parts[3] : "";
        CallerLabels labels = new CallerLabels(
                workload, workload, version, parts[2].substring(0, slash), workload, version, "", cluster);
        return new User(hash(parts[1], where), new KnownCaller(labels, "user " + parts[0]));
    }

    private static byte[] hash(String text, String where) {
        try {
            byte[] hash = HexFormat.of().parseHex(text);
            if (hash.length == HASH_BYTES) {
                return hash;
            }
        } catch (IllegalArgumentException _) {
            // Said below, without the text.
        }
        throw new IllegalArgumentException(where + ": no hash (expected: 64 hexadecimal digits of SHA-256)");
    }
}
