package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnNamespaceTest {

    @TempDir
    Path folder;

    @Test
    void whatThePodWasToldCountsBeforeItsServiceAccount() throws IOException {
        Path file = Files.writeString(folder.resolve("namespace"), "of-account\n");

        assertThat(OwnNamespace.find("of-pod", file)).contains("of-pod");
        assertThat(OwnNamespace.find(" ", file)).contains("of-account");
        assertThat(OwnNamespace.find(null, file)).contains("of-account");
    }

    @Test
    void outsideOfAPodThereIsNone() throws IOException {
        assertThat(OwnNamespace.find(null, folder.resolve("namespace"))).isEmpty();
        assertThat(OwnNamespace.find(null, Files.createFile(folder.resolve("empty"))))
                .isEmpty();
    }
}
