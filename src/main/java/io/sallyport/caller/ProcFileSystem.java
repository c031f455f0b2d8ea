package io.sallyport.caller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Linux' table of processes and sockets, {@code /proc} (proc_net(5), proc_pid_fd(5)). Of other users' processes it tells
 * only root; those stay unknown.
 */
public final class ProcFileSystem {

    private static final String SOCKET = "socket:[";
    private static final Pattern BLANKS = Pattern.compile(" +");

    private final Path root;

    /** @param root {@code /proc} */
    public ProcFileSystem(Path root) {
        this.root = root;
    }

    /** Whether there is such a thing here. */
    public boolean exists() {
        return Files.isReadable(root.resolve("net/tcp"));
    }

    /** The process that has this end of a TCP connection; null where none is found, or it has gone. Blocks. */
    public @Nullable CallingProcess owner(InetSocketAddress end) {
        try {
            String inode = inode(end);
            return inode == null ? null : holder(SOCKET + inode + "]");
        } catch (IOException | UncheckedIOException _) {
            return null;
        }
    }

    private @Nullable String inode(InetSocketAddress end) throws IOException {
        String written = written(end);
        for (String table : new String[] {"net/tcp", "net/tcp6"}) {
            Path file = root.resolve(table);
            if (!Files.isReadable(file)) {
                continue;
            }
            for (String line : Files.readAllLines(file)) {
                // sl local rem st tx:rx tr:when retrnsmt uid timeout inode
                String[] columns = BLANKS.split(line.strip(), -1);
                if (columns.length > 9 && columns[1].endsWith(written) && !columns[9].equals("0")) {
                    return columns[9];
                }
            }
        }
        return null;
    }

    /** As the tables write it, words in the machine's byte order; what ends with it may be the mapped form (::ffff:a.b.c.d). */
    private static String written(InetSocketAddress end) {
        InetAddress address = end.getAddress();
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        StringBuilder text = new StringBuilder();
        while (bytes.hasRemaining()) {
            int word = bytes.getInt();
            int swapped = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(word) : word;
            text.append(HexFormat.of().toHexDigits(swapped));
        }
        return (text + ":" + HexFormat.of().toHexDigits((short) end.getPort())).toUpperCase(Locale.ROOT);
    }

    private @Nullable CallingProcess holder(String socket) throws IOException {
        long self = ProcessHandle.current().pid();
        for (int pid : newestFirst()) {
            Path process = root.resolve(Integer.toString(pid));
            if (pid != self && holds(process.resolve("fd"), socket)) {
                return new CallingProcess(pid, name(process));
            }
        }
        // Only now: what calls its own proxy is a demo or a test, and has the most descriptors to look through.
        return holds(root.resolve("self/fd"), socket)
                ? new CallingProcess((int) self, name(root.resolve("self")))
                : null;
    }

    /** A process that has just begun to call has probably just begun. */
    private List<Integer> newestFirst() throws IOException {
        List<Integer> pids = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, "[0-9]*")) {
            for (Path entry : entries) {
                pids.add(Integer.valueOf(entry.getFileName().toString()));
            }
        }
        pids.sort(Comparator.reverseOrder());
        return pids;
    }

    private static boolean holds(Path descriptors, String socket) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(descriptors)) {
            for (Path entry : entries) {
                if (leadsTo(entry, socket)) {
                    return true;
                }
            }
        } catch (IOException | UncheckedIOException | java.nio.file.DirectoryIteratorException _) {
            // Not ours to see, or gone.
        }
        return false;
    }

    private static boolean leadsTo(Path descriptor, String socket) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals(socket);
        } catch (NotLinkException | java.nio.file.NoSuchFileException _) {
            // Closed meanwhile.
            return false;
        }
    }

    private static String name(Path process) throws IOException {
        String program = Files.readString(process.resolve("comm")).strip();
        byte[] line = Files.readAllBytes(process.resolve("cmdline"));
        return ProgramName.of(program, List.of(new String(line, StandardCharsets.UTF_8).split("\0", -1)));
    }
}
