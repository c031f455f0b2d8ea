package io.sallyport.cli;

import io.sallyport.authority.NewAuthority;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The two files of a new authority: both are written, or neither, and none is written over. */
record AuthorityFolder(Path folder) {

    Path certificate() {
        return folder.resolve("ca.crt");
    }

    Path key() {
        return folder.resolve("ca.key");
    }

    /** @throws FileAlreadyExistsException naming the file that is there */
    void write(NewAuthority made) throws IOException {
        Files.createDirectories(folder);
        if (Files.exists(certificate())) {
            throw new FileAlreadyExistsException(certificate().toString());
        }
        create(key(), made.keyPem(), "rw-------");
        try {
            create(certificate(), made.certificatePem(), "rw-r--r--");
        } catch (IOException e) {
            Files.delete(key());
            throw e;
        }
    }

    /** With its mode from the first moment: nobody gets a look at it before it is set. */
    private static void create(Path file, String text, String mode) throws IOException {
        boolean modes = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = modes
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
        try (SeekableByteChannel out = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        }
    }
}
