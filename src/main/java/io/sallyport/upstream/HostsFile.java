package io.sallyport.upstream;

import io.sallyport.policy.IpLiteral;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The names of {@code /etc/hosts}, which come before DNS. A change of the file is seen within a second or so: a thread
 * of its own looks, so that look-ups never touch the disk.
 */
final class HostsFile implements AutoCloseable {

    static final Path SYSTEM = Path.of("/etc/hosts");

    private final Path path;
    private final @Nullable ScheduledExecutorService watcher;
    private volatile Map<String, List<InetAddress>> names = Map.of();
    private @Nullable Object version;

    private HostsFile(Path path, @Nullable ScheduledExecutorService watcher) {
        this.path = path;
        this.watcher = watcher;
        reread();
    }

    /** Reads the file and goes on watching it. */
    static HostsFile watched(Path path, Duration interval) {
        ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("hosts-file").factory());
        HostsFile file = new HostsFile(path, watcher);
        watcher.scheduleWithFixedDelay(file::reread, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return file;
    }

    /** Reads the file now, and again only at {@link #reread}. */
    static HostsFile unwatched(Path path) {
        return new HostsFile(path, null);
    }

    /** The addresses of a lower-case name, in the file's order; null when it has none. */
    @Nullable
    List<InetAddress> find(String host) {
        return names.get(host);
    }

    /** Reads the file again if it changed. A file that is not there has no names. */
    synchronized void reread() {
        try {
            Object present = versionOf(path);
            if (!Objects.equals(present, version)) {
                version = present;
                names = parse(Files.readString(path, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            version = null;
            names = Map.of();
        }
    }

    /** Time and size would miss a replacement by a file as old and as long, as bind mounts do: the key is the inode. */
    private static Object versionOf(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return List.of(
                attributes.lastModifiedTime(), attributes.size(), Objects.requireNonNullElse(attributes.fileKey(), ""));
    }

    static Map<String, List<InetAddress>> parse(String text) {
        Map<String, List<InetAddress>> found = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            int comment = line.indexOf('#');
            String[] words =
                    (comment < 0 ? line : line.substring(0, comment)).trim().split("\\s+", -1);
            // A line without names, or whose address has a zone or is no address, names nothing.
            InetAddress address = IpLiteral.parse(words[0]);
            for (int i = 1; i < words.length && address != null; i++) {
                found.computeIfAbsent(words[i].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(address);
            }
        }
        found.replaceAll((name, addresses) -> List.copyOf(addresses));
        return Map.copyOf(found);
    }

    @Override
    public void close() {
        if (watcher != null) {
            watcher.shutdownNow();
        }
    }
}
