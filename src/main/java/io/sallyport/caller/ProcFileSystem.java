package io.sallyport.caller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.stream.Stream;

/**
 * Linux' table of processes and sockets, {@code /proc} (proc_pid_fd(5)). Of other users' processes it tells only root;
 * those stay unknown. Confined to one thread.
 */
public final class ProcFileSystem {

    private final Path root;
    private final SocketTable sockets;
    /** Who called last is likely to call again. */
    private List<Integer> lastFound = List.of();

    /** @param root {@code /proc} */
    public ProcFileSystem(Path root) {
        this.root = root;
        this.sockets = new SocketTable(root.resolve("net"));
    }

    /** Whether there is such a thing here. */
    public boolean exists() {
        return sockets.exists();
    }

    /**
     * The processes that have these ends of TCP connections, those that are not found or have gone left out. Blocks, and
     * looks through every table once, however many are asked for.
     */
    public Map<InetSocketAddress, CallingProcess> owners(Collection<InetSocketAddress> ends) {
        Map<InetSocketAddress, CallingProcess> owners = new HashMap<>();
        try {
            Map<String, InetSocketAddress> wanted = new HashMap<>();
            sockets.inodes(ends).forEach((inode, end) -> wanted.put("socket:[" + inode + "]", end));
            findHolders(wanted, owners);
        } catch (IOException | UncheckedIOException _) {
            // What was found until then is true.
        }
        if (!owners.isEmpty()) {
            lastFound =
                    owners.values().stream().map(CallingProcess::pid).distinct().toList();
        }
        return owners;
    }

    /** @param wanted what is still looked for; who is found is taken out */
    private void findHolders(Map<String, InetSocketAddress> wanted, Map<InetSocketAddress, CallingProcess> owners)
            throws IOException {
        int self = (int) ProcessHandle.current().pid();
        for (int pid : likeliestFirst(wanted.isEmpty())) {
            if (wanted.isEmpty()) {
                return;
            }
            if (pid != self) {
                collect(root.resolve(Integer.toString(pid)), pid, wanted, owners);
            }
        }
        if (!wanted.isEmpty()) {
            // Only now: what calls its own proxy is a demo or a test, and has the most descriptors to look through.
            collect(root.resolve("self"), self, wanted, owners);
        }
    }

    /** Those who called before, then the newest: a process that has just begun to call has probably just begun. */
    private SequencedSet<Integer> likeliestFirst(boolean none) throws IOException {
        if (none) {
            return new LinkedHashSet<>();
        }
        SequencedSet<Integer> pids = new LinkedHashSet<>(lastFound);
        try (Stream<Path> entries = Files.list(root)) {
            entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> Character.isDigit(name.charAt(0)))
                    .map(Integer::valueOf)
                    .sorted(Comparator.reverseOrder())
                    .forEach(pids::add);
        }
        return pids;
    }

    private static void collect(
            Path process,
            int pid,
            Map<String, InetSocketAddress> wanted,
            Map<InetSocketAddress, CallingProcess> owners) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (wanted.isEmpty()) {
                    return;
                }
                InetSocketAddress end = wanted.remove(target(descriptor));
                if (end != null) {
                    owners.put(end, new CallingProcess(pid, name(process)));
                }
            }
        } catch (IOException | DirectoryIteratorException _) {
            // Not ours to see, or gone.
        }
    }

    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NotLinkException | NoSuchFileException _) {
            // Closed meanwhile.
            return "";
        }
    }

    private static String name(Path process) throws IOException {
        String program = Files.readString(process.resolve("comm")).strip();
        byte[] line = Files.readAllBytes(process.resolve("cmdline"));
        return ProgramName.of(program, List.of(new String(line, StandardCharsets.UTF_8).split("\0", -1)));
    }
}
