package io.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.istio.SourceText;
import io.smallrye.mutiny.subscription.Cancellable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTest {

    @TempDir
    Path folder;

    @Test
    void readsYamlAndJsonAtAnyDepthInAlphabeticalOrder() throws IOException {
        Files.writeString(folder.resolve("b.yaml"), "b");
        Files.writeString(folder.resolve("a.yml"), "a");
        Files.createDirectory(folder.resolve("c"));
        Files.writeString(folder.resolve("c/d.json"), "{}");

        assertThat(names(new FolderSource(List.of(folder)))).containsExactly("a.yml", "b.yaml", "d.json");
    }

    @Test
    void passesOverOtherFilesAndNamesThatBeginWithADot() throws IOException {
        Files.writeString(folder.resolve("README.md"), "no");
        Files.writeString(folder.resolve(".hidden.yaml"), "no");
        Files.createDirectory(folder.resolve("..2026_01_01"));
        Files.writeString(folder.resolve("..2026_01_01/x.yaml"), "no");

        assertThat(names(new FolderSource(List.of(folder)))).isEmpty();
    }

    @Test
    void readsAFileNamedOutrightWhateverItsEnding() throws IOException {
        Path file = Files.writeString(folder.resolve("egress.conf"), "text");

        assertThat(new FolderSource(List.of(file)).read()).containsExactly(new SourceText(file.toString(), "text"));
    }

    @Test
    void readsAFileOnceThoughItIsNamedTwice() throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "a");

        assertThat(new FolderSource(List.of(folder, file)).read()).hasSize(1);
    }

    @Test
    void aPathThatIsNotThereIsNamedInTheError() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> new FolderSource(List.of(missing)).read())
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("no such file or folder");
    }

    @Test
    void aFileThatIsNotUtf8IsNamedInTheError() throws IOException {
        Path file = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', (byte) 0xe4});

        assertThatThrownBy(() -> new FolderSource(List.of(folder)).read())
                .hasMessageContaining(file.toString())
                .hasMessageContaining("is not UTF-8");
    }

    @Test
    void noticesANewFile() throws Exception {
        try (Watched watched = new Watched(folder)) {
            Files.writeString(folder.resolve("new.yaml"), "new");

            assertThat(watched.next()).contains("new.yaml");
        }
    }

    @Test
    void noticesANewFileInANewFolder() throws Exception {
        try (Watched watched = new Watched(folder)) {
            Path below = Files.createDirectory(folder.resolve("below"));
            Files.writeString(below.resolve("new.yaml"), "new");

            assertThat(watched.next()).contains("new.yaml");
        }
    }

    @Test
    void noticesTheSymlinkSwapOfAConfigMap() throws Exception {
        Path first = Files.createDirectory(folder.resolve("..first"));
        Files.writeString(first.resolve("egress.yaml"), "one");
        Path second = Files.createDirectory(folder.resolve("..second"));
        Files.writeString(second.resolve("egress.yaml"), "two");
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..first"));
        Files.createSymbolicLink(folder.resolve("egress.yaml"), Path.of("..data/egress.yaml"));
        try (Watched watched = new Watched(folder)) {
            Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..second"));
            Files.move(folder.resolve("..data_tmp"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

            assertThat(watched.next()).contains("egress.yaml");
            assertThat(new FolderSource(List.of(folder)).read())
                    .extracting(SourceText::text)
                    .containsExactly("two");
        }
    }

    private static List<String> names(FolderSource source) throws IOException {
        return source.read().stream()
                .map(text -> Path.of(text.name()).getFileName().toString())
                .toList();
    }

    /** A folder under watch, and what was noticed of it. */
    private static final class Watched implements AutoCloseable {

        private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();
        private final Cancellable subscription;

        Watched(Path folder) {
            subscription =
                    new FolderSource(List.of(folder)).changes().subscribe().with(changes::add);
        }

        String next() throws InterruptedException {
            return String.valueOf(changes.poll(20, TimeUnit.SECONDS));
        }

        @Override
        public void close() {
            subscription.cancel();
        }
    }
}
