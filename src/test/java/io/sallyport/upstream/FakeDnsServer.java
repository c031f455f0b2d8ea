package io.sallyport.upstream;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A DNS server on a port of its own that answers each question as told; names it was told nothing of are NXDOMAIN. */
final class FakeDnsServer implements AutoCloseable {

    static final int A = 1;
    static final int AAAA = 28;
    static final int SERVFAIL = 2;
    static final int NXDOMAIN = 3;
    static final int REFUSED = 5;

    private static final int RESPONSE = 0x8180;
    private static final int TRUNCATED = 0x0200;

    /** What is said of one name and type. The TTL of none is that of the SOA, whose last field is the minimum. */
    private record Answer(int code, int ttl, List<byte[]> addresses, boolean silent, boolean onlyByTcp, int minimum) {

        Answer(int code, int ttl, List<byte[]> addresses, boolean silent, boolean onlyByTcp) {
            this(code, ttl, addresses, silent, onlyByTcp, -1);
        }
    }

    private record Key(String name, int type) {}

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Map<Key, Answer> answers = new ConcurrentHashMap<>();

    /** Names asked for, each with its type: {@code bank.example 1}. */
    final List<String> questions = new CopyOnWriteArrayList<>();

    FakeDnsServer() {
        try {
            tcp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serveUdp);
        Thread.ofVirtual().start(this::serveTcp);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), udp.getLocalPort());
    }

    FakeDnsServer answers(String name, int type, int ttl, String... addresses) {
        List<byte[]> bytes = Arrays.stream(addresses)
                .map(each -> Addresses.of(each).getAddress())
                .toList();
        return put(name, type, new Answer(0, ttl, bytes, false, false));
    }

    FakeDnsServer answersRaw(String name, int type, byte[] address) {
        return put(name, type, new Answer(0, 60, List.of(address), false, false));
    }

    FakeDnsServer answersOnlyByTcp(String name, int type, String address) {
        return put(name, type, new Answer(0, 60, List.of(Addresses.of(address).getAddress()), false, true));
    }

    FakeDnsServer refuses(String name, int code) {
        put(name, A, new Answer(code, 0, List.of(), false, false));
        return put(name, AAAA, new Answer(code, 0, List.of(), false, false));
    }

    /** There is no such name, and an SOA says for how long that is so. */
    FakeDnsServer denies(String name, int ttl, int minimum) {
        put(name, A, new Answer(NXDOMAIN, ttl, List.of(), false, false, minimum));
        return put(name, AAAA, new Answer(NXDOMAIN, ttl, List.of(), false, false, minimum));
    }

    FakeDnsServer isSilent(String name, int type) {
        return put(name, type, new Answer(0, 0, List.of(), true, false));
    }

    private FakeDnsServer put(String name, int type, Answer answer) {
        answers.put(new Key(name, type), answer);
        return this;
    }

    private void serveUdp() {
        byte[] bytes = new byte[1500];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
                udp.receive(packet);
                byte[] response = respond(Arrays.copyOf(bytes, packet.getLength()), false);
                if (response.length > 0) {
                    udp.send(new DatagramPacket(response, response.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serveTcp() {
        try {
            while (true) {
                try (Socket socket = tcp.accept()) {
                    DataInputStream in = new DataInputStream(socket.getInputStream());
                    byte[] response = respond(in.readNBytes(in.readUnsignedShort()), true);
                    ByteBuffer framed = ByteBuffer.allocate(2 + response.length);
                    framed.putShort((short) response.length).put(response);
                    socket.getOutputStream().write(framed.array());
                }
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private byte[] respond(byte[] query, boolean byTcp) {
        ByteBuffer in = ByteBuffer.wrap(query);
        short id = in.getShort();
        in.position(12);
        String name = readName(in);
        int type = in.getShort();
        byte[] question = Arrays.copyOfRange(query, 12, in.position() + 2);
        questions.add(name + " " + type);
        Answer known = answers.get(new Key(name, type));
        boolean other = answers.containsKey(new Key(name, type == A ? AAAA : A));
        Answer answer = known != null ? known : new Answer(other ? 0 : NXDOMAIN, 0, List.of(), false, false);
        if (answer.silent) {
            return new byte[0];
        }
        boolean truncated = answer.onlyByTcp && !byTcp;
        List<byte[]> addresses = truncated ? List.of() : answer.addresses;
        ByteBuffer out = ByteBuffer.allocate(1500);
        out.putShort(id).putShort((short) (RESPONSE | answer.code | (truncated ? TRUNCATED : 0)));
        boolean soa = answer.minimum >= 0;
        out.putShort((short) 1).putShort((short) addresses.size()).putShort((short) (soa ? 1 : 0));
        out.putShort((short) 0).put(question);
        for (byte[] address : addresses) {
            out.putShort((short) 0xc00c).putShort((short) type).putShort((short) 1);
            out.putInt(answer.ttl).putShort((short) address.length).put(address);
        }
        if (soa) {
            // Names of one pointer each, then serial, refresh, retry, expire and minimum.
            out.putShort((short) 0xc00c).putShort((short) 6).putShort((short) 1);
            out.putInt(answer.ttl).putShort((short) 24).putShort((short) 0xc00c).putShort((short) 0xc00c);
            out.putInt(1).putInt(2).putInt(3).putInt(4).putInt(answer.minimum);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static String readName(ByteBuffer in) {
        List<String> labels = new ArrayList<>();
        for (int length = in.get(); length > 0; length = in.get()) {
            byte[] label = new byte[length];
            in.get(label);
            labels.add(new String(label, StandardCharsets.US_ASCII));
        }
        return String.join(".", labels);
    }

    @Override
    public void close() {
        udp.close();
        try {
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
