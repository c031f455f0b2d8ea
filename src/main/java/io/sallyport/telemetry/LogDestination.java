package io.sallyport.telemetry;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where the access log goes. */
sealed interface LogDestination {

    /** Opens it, perhaps beside one that is still open. */
    OutputStream open() throws IOException;

    /** Closes what {@link #open} gave. */
    void close(OutputStream opened) throws IOException;

    /** A file that lines are appended to; made if it is not there. */
    record File(Path path) implements LogDestination {

        @Override
        public OutputStream open() throws IOException {
            return Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        @Override
        public void close(OutputStream opened) throws IOException {
            opened.close();
        }
    }

    /** A stream that belongs to another, such as standard output: never closed. */
    record Borrowed(OutputStream stream) implements LogDestination {

        @Override
        public OutputStream open() {
            return stream;
        }

        @Override
        public void close(OutputStream opened) throws IOException {
            opened.flush();
        }
    }
}
