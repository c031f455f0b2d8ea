package io.sallyport.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes a whole ClientHello apart, strictly: two readers that see two names in the same bytes are a way around the list
 * of hosts, so what another reader might take differently is malformed here.
 */
final class ClientHelloParser {

    private static final int SERVER_NAME = 0;
    private static final int APPLICATION_PROTOCOLS = 16;
    private static final int ENCRYPTED_CLIENT_HELLO = 0xfe0d;

    private static final int RANDOM = 32;
    private static final int LONGEST_SESSION_ID = 32;

    private final Set<Integer> seen = new HashSet<>();
    private @Nullable String serverName;
    private List<String> protocols = List.of();
    private boolean encrypted;

    private ClientHelloParser() {}

    /** Reads the message's body, from {@code start} to before {@code end}. */
    static Greeting parse(byte[] message, int start, int end) {
        try {
            ClientHelloParser parser = new ClientHelloParser();
            parser.body(new Slice(message, start, end));
            return new Greeting.ClientHello(parser.serverName, parser.protocols, parser.encrypted);
        } catch (MalformedGreetingException malformed) {
            return new Greeting.Malformed(malformed.reason());
        }
    }

    private void body(Slice body) throws MalformedGreetingException {
        if (body.octet() != 3) {
            throw new MalformedGreetingException("a ClientHello of another version");
        }
        body.octet();
        body.skip(RANDOM);
        Slice session = body.vector8();
        if (session.left() > LONGEST_SESSION_ID) {
            throw new MalformedGreetingException("a session id of more than 32 bytes");
        }
        Slice suites = body.vector16();
        if (suites.left() == 0 || suites.left() % 2 != 0) {
            throw new MalformedGreetingException("no whole list of cipher suites");
        }
        if (body.vector8().left() == 0) {
            throw new MalformedGreetingException("no compression methods");
        }
        if (body.left() == 0) {
            return;
        }
        Slice extensions = body.vector16();
        body.end("bytes after the extensions");
        while (extensions.left() > 0) {
            extension(extensions.number16(), extensions.vector16());
        }
    }

    private void extension(int type, Slice data) throws MalformedGreetingException {
        if (!seen.add(type)) {
            throw new MalformedGreetingException("an extension given twice");
        }
        switch (type) {
            case SERVER_NAME -> serverName = serverName(data);
            case APPLICATION_PROTOCOLS -> protocols = protocols(data);
            case ENCRYPTED_CLIENT_HELLO -> encrypted = true;
            default -> {}
        }
    }

    /** RFC 6066 section 3: a list, of which the one type there is may come once. */
    private static String serverName(Slice data) throws MalformedGreetingException {
        Slice names = data.vector16();
        data.end("bytes after the server name");
        if (names.octet() != 0) {
            throw new MalformedGreetingException("a server name that is no host name");
        }
        Slice name = names.vector16();
        names.end("more than one server name");
        String host = HostName.normal(name.text(StandardCharsets.ISO_8859_1));
        if (host == null) {
            throw new MalformedGreetingException("the server name is no host name in ASCII");
        }
        return host;
    }

    private static List<String> protocols(Slice data) throws MalformedGreetingException {
        Slice names = data.vector16();
        data.end("bytes after the application protocols");
        List<String> protocols = new ArrayList<>();
        while (names.left() > 0) {
            Slice name = names.vector8();
            if (name.left() == 0) {
                throw new MalformedGreetingException("an empty application protocol");
            }
            protocols.add(name.text(StandardCharsets.ISO_8859_1));
        }
        if (protocols.isEmpty()) {
            throw new MalformedGreetingException("no application protocols");
        }
        return protocols;
    }
}
