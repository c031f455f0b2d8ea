package io.sallyport.cli.check;

import io.sallyport.istio.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Names for findings by which a later run knows them again: of file, resource, field and kind of problem, not of lines,
 * which move when something is written above. Equal ones are counted.
 */
final class Fingerprints {

    private static final int BYTES = 8;

    private final Map<String, Integer> counts = new HashMap<>();

    String of(Problem problem) {
        String hash = hash(String.join(
                "\n",
                problem.code(),
                ArtifactUri.of(problem.where().file()),
                problem.resource(),
                problem.where().path()));
        return hash + ":" + counts.merge(hash, 1, Integer::sum);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
