package io.sallyport.cli.check;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** A file's URI in SARIF: relative to the folder the command runs in, which is the repository's top in CI. */
final class ArtifactUri {

    private ArtifactUri() {}

    static String of(String file) {
        if (file.equals(CheckInput.STANDARD_INPUT)) {
            return "stdin";
        }
        Path here = Path.of("").toAbsolutePath();
        Path path = here.resolve(file).normalize();
        return path.startsWith(here)
                ? relative(here.relativize(path))
                : path.toUri().toString();
    }

    private static String relative(Path path) {
        try {
            String text = path.toString().replace(path.getFileSystem().getSeparator(), "/");
            // A colon in the first step would read as a scheme; "./" in front makes it a path again.
            String safe = text.split("/", 2)[0].contains(":") ? "./" + text : text;
            return new URI(null, null, safe, null).toASCIIString();
        } catch (URISyntaxException e) {
            return path.toUri().toString();
        }
    }
}
