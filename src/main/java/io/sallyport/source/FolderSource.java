package io.sallyport.source;

import io.sallyport.istio.SourceText;
import io.smallrye.mutiny.Multi;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Files, and folders of {@code .yaml}, {@code .yml} and {@code .json} files at any depth.
 *
 * <p>Names that begin with a dot are passed over: editors' leftovers, and the {@code ..data} folder behind which
 * Kubernetes swaps the files of a ConfigMap. Those files are reached through their visible links.
 */
public final class FolderSource implements ConfigSource {

    private final List<Path> roots;

    /** Reads the given files and folders, in this order. */
    public FolderSource(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    @Override
    public List<SourceText> read() throws IOException {
        List<SourceText> texts = new ArrayList<>();
        for (Path file : files()) {
            texts.add(new SourceText(file.toString(), text(file)));
        }
        return texts;
    }

    @Override
    public Multi<String> changes() {
        return Multi.createFrom().emitter(emitter -> {
            FolderWatch watch = new FolderWatch(this, emitter::emit);
            emitter.onTermination(watch::close);
            watch.start();
        });
    }

    private static String text(Path file) throws IOException {
        try {
            // Strict: what is no UTF-8 would otherwise become replacement characters in a host or a path.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FileSystemException(file.toString(), null, "is not UTF-8");
        }
    }

    /** The files to read, without repetition, folders in alphabetical order. */
    Collection<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path root : roots) {
            if (Files.isDirectory(root)) {
                Set<Path> found = new TreeSet<>();
                collect(root, found);
                files.addAll(found);
            } else if (Files.exists(root)) {
                files.add(root);
            } else {
                throw new NoSuchFileException(root.toString(), null, "no such file or folder");
            }
        }
        return files.stream().distinct().toList();
    }

    /** The folders whose entries decide what {@link #files} finds. */
    Collection<Path> folders() throws IOException {
        Set<Path> folders = new TreeSet<>();
        for (Path root : roots) {
            if (Files.isDirectory(root)) {
                collectFolders(root, folders);
            } else {
                Path parent = root.toAbsolutePath().getParent();
                if (parent != null && Files.isDirectory(parent)) {
                    folders.add(parent);
                }
            }
        }
        return folders;
    }

    private static void collect(Path folder, Set<Path> found) throws IOException {
        try (var entries = Files.newDirectoryStream(folder, FolderSource::isVisible)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry)) {
                    collect(entry, found);
                } else if (isConfiguration(entry)) {
                    found.add(entry);
                }
            }
        }
    }

    private static void collectFolders(Path folder, Set<Path> found) throws IOException {
        found.add(folder);
        try (var entries = Files.newDirectoryStream(folder, FolderSource::isVisible)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry)) {
                    collectFolders(entry, found);
                }
            }
        }
    }

    private static boolean isVisible(Path entry) {
        return !entry.getFileName().toString().startsWith(".");
    }

    private static boolean isConfiguration(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
    }
}
