package io.sallyport.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Notices when the files of a {@link FolderSource} change.
 *
 * <p>The operating system's events make it quick; a comparison of what the files look like once a second makes it
 * sure, since events do not reach through symbolic links, network file systems and some containers' mounts. Only a
 * difference counts, so an event about an unrelated file leads to nothing.
 */
final class FolderWatch {

    private static final long LOOK_EVERY_MILLIS = 1000;

    /** How long the folder must be quiet before it is read: an editor or a copy writes several times. */
    private static final long QUIET_MILLIS = 40;

    private final FolderSource source;
    private final Consumer<String> changed;
    private final Map<Path, WatchKey> watched = new HashMap<>();
    private volatile boolean closed;
    private @Nullable Thread thread;

    FolderWatch(FolderSource source, Consumer<String> changed) {
        this.source = source;
        this.changed = changed;
    }

    void start() {
        Map<Path, String> before = appearance();
        thread = Thread.ofVirtual().name("config-watch").start(() -> watch(before));
    }

    void close() {
        closed = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void watch(Map<Path, String> start) {
        Map<Path, String> before = start;
        try (WatchService service = Path.of(".").getFileSystem().newWatchService()) {
            while (!closed) {
                register(service);
                awaitEvent(service);
                Map<Path, String> now = appearance();
                if (!now.equals(before)) {
                    changed.accept(difference(before, now));
                    before = now;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException("cannot watch the configuration: " + e.getMessage(), e);
        }
    }

    private void register(WatchService service) {
        try {
            Set<Path> wanted = new HashSet<>(source.folders());
            watched.entrySet()
                    .removeIf(entry -> !wanted.contains(entry.getKey())
                            || !entry.getValue().isValid());
            for (Path folder : wanted) {
                if (!watched.containsKey(folder)) {
                    watched.put(
                            folder,
                            folder.register(
                                    service,
                                    StandardWatchEventKinds.ENTRY_CREATE,
                                    StandardWatchEventKinds.ENTRY_DELETE,
                                    StandardWatchEventKinds.ENTRY_MODIFY));
                }
            }
        } catch (IOException e) {
            // A folder came and went, or the system has no watches left: the look every second finds what matters.
            watched.clear();
        }
    }

    private static void awaitEvent(WatchService service) throws InterruptedException {
        WatchKey key = service.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        while (key != null) {
            key.pollEvents();
            key.reset();
            key = service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** What the files look like from outside: enough to tell a change without reading them. */
    private Map<Path, String> appearance() {
        Map<Path, String> appearance = new HashMap<>();
        try {
            for (Path file : source.files()) {
                appearance.put(file, appearance(file));
            }
        } catch (IOException e) {
            appearance.put(Path.of(""), String.valueOf(e.getMessage()));
        }
        return appearance;
    }

    private static String appearance(Path file) {
        try {
            // Follows links: a ConfigMap's swap shows as another real path, with another file key.
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return file.toRealPath() + " " + attributes.fileKey() + " " + attributes.size() + " "
                    + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String difference(Map<Path, String> before, Map<Path, String> now) {
        Set<Path> different = new HashSet<>();
        now.forEach((file, look) -> {
            if (!look.equals(before.get(file))) {
                different.add(file);
            }
        });
        before.keySet().stream().filter(file -> !now.containsKey(file)).forEach(different::add);
        Path one = different.stream().sorted().findFirst().orElse(Path.of(""));
        return different.size() == 1 ? one + " changed" : one + " and " + (different.size() - 1) + " more changed";
    }
}
