package io.sallyport.caller;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which of the kernel's TCP sockets is at which address: {@code /proc/net/tcp} and {@code tcp6} (proc_net(5)). */
final class SocketTable {

    private static final Pattern BLANKS = Pattern.compile(" +");
    /** Eight digits of an IPv4 address, a colon, four of the port. */
    private static final int IPV4_LENGTH = 13;

    /** How ::ffff:a.b.c.d begins, an IPv4 address in the table of IPv6. */
    private static final String MAPPED = "0000000000000000";

    /** sl local rem st tx:rx tr:when retrnsmt uid timeout inode */
    private static final int INODE = 9;

    private final Path net;

    /** @param net {@code /proc/net} */
    SocketTable(Path net) {
        this.net = net;
    }

    boolean exists() {
        return Files.isReadable(net.resolve("tcp"));
    }

    /** The sockets at these ends of connections, by inode; those that are gone are left out. Reads each table once. */
    Map<String, InetSocketAddress> inodes(Collection<InetSocketAddress> ends) throws IOException {
        Map<String, InetSocketAddress> wanted = new HashMap<>();
        ends.forEach(end -> wanted.put(written(end), end));
        Map<String, InetSocketAddress> found = new HashMap<>();
        for (String table : new String[] {"tcp", "tcp6"}) {
            Path file = net.resolve(table);
            if (!Files.isReadable(file)) {
                continue;
            }
            try (BufferedReader lines = Files.newBufferedReader(file)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    // There may be thousands of lines, of which few are wanted.
                    InetSocketAddress end = find(local(line), wanted);
                    String inode = end == null ? null : inode(line);
                    if (inode != null) {
                        found.put(inode, end);
                    }
                }
            }
        }
        return found;
    }

    /** The second column. */
    private static String local(String line) {
        int from = line.indexOf(": ") + 2;
        int to = line.indexOf(' ', from);
        return from < 2 || to < 0 ? "" : line.substring(from, to);
    }

    private static @Nullable InetSocketAddress find(String local, Map<String, InetSocketAddress> wanted) {
        InetSocketAddress found = wanted.get(local);
        boolean mapped = found == null && local.length() > IPV4_LENGTH && local.startsWith(MAPPED);
        return mapped ? wanted.get(local.substring(local.length() - IPV4_LENGTH)) : found;
    }

    private static @Nullable String inode(String line) {
        String[] columns = BLANKS.split(line.strip(), INODE + 2);
        // A connection that waits to be forgotten belongs to nobody.
        return columns.length > INODE && !columns[INODE].equals("0") ? columns[INODE] : null;
    }

    /** As the tables write it: words in the machine's byte order. */
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
}
