package io.sallyport.listener;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.StandardConstants;
import org.jspecify.annotations.Nullable;

/**
 * Takes no server name (RFC 6066 section 3) but that of the CONNECT. For any other the JDK ends the handshake with the
 * alert unrecognized_name. A client need not send one.
 */
final class ExpectedServerName extends SNIMatcher {

    private final String host;
    private @Nullable String refused;

    /** @param host lower case, without trailing dot */
    ExpectedServerName(String host) {
        super(StandardConstants.SNI_HOST_NAME);
        this.host = host;
    }

    @Override
    public boolean matches(SNIServerName name) {
        String asked = new String(name.getEncoded(), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        String plain = asked.endsWith(".") ? asked.substring(0, asked.length() - 1) : asked;
        boolean expected = plain.equals(host);
        if (!expected) {
            refused = asked;
        }
        return expected;
    }

    /** What was asked for instead; null where nothing was refused. */
    @Nullable
    String refused() {
        return refused;
    }
}
