package io.sallyport.source;

import io.sallyport.istio.SourceText;
import io.smallrye.mutiny.Multi;
import java.io.IOException;
import java.io.InputStream;
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

    /** Octets in a file, which has no more characters then. */
    static final int LONGEST_FILE = SourceText.LONGEST;

    /** Octets in all files together: four times ten thousand ServiceEntries and as many VirtualServices. */
    static final int LONGEST = 2 * LONGEST_FILE;

    private static final char REPLACEMENT = 0xFFFD;

    private final List<Path> roots;

    /** Reads the given files and folders, in this order. */
    public FolderSource(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    @Override
    public List<SourceText> read() throws IOException {
        List<SourceText> texts = new ArrayList<>();
        long read = 0;
        for (Path file : files()) {
            byte[] octets = octets(file);
            read += octets.length;
            if (read > LONGEST) {
                throw new FileSystemException(
                        file.toString(), null, "brings all files together to more than " + LONGEST + " octets");
            }
            texts.add(new SourceText(file.toString(), text(file, octets)));
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

    private static byte[] octets(Path file) throws IOException {
        // Read no further than that, whatever its size is said to be: it may be growing, or be no file at all.
        try (InputStream in = Files.newInputStream(file)) {
            byte[] octets = in.readNBytes(LONGEST_FILE + 1);
            if (octets.length > LONGEST_FILE) {
                throw new FileSystemException(
                        file.toString(),
                        null,
                        "is " + Math.max(Files.size(file), octets.length) + " octets long, more than " + LONGEST_FILE);
            }
            return octets;
        }
    }

    private static String text(Path file, byte[] octets) throws IOException {
        String text = new String(octets, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        try {
            // Strict: what is no UTF-8 would otherwise become replacement characters in a host or a path.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
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
