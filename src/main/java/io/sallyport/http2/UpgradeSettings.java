package io.sallyport.http2;

import io.netty.handler.codec.http2.Http2Settings;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads the field {@code HTTP2-Settings} of a client that wants to go on in HTTP/2 (RFC 7540 section 3.2.1). */
public final class UpgradeSettings {

    public static final String FIELD = "HTTP2-Settings";

    private static final int ENTRY = 6;
    private static final int MOST_ENTRIES = 32;

    private UpgradeSettings() {}

    /** The settings that {@code text} holds; null when it is not the base64url of any. */
    public static @Nullable Http2Settings read(String text) {
        try {
            byte[] payload = Base64.getUrlDecoder().decode(text);
            if (payload.length % ENTRY != 0 || payload.length > ENTRY * MOST_ENTRIES) {
                return null;
            }
            Http2Settings settings = new Http2Settings();
            for (ByteBuffer entries = ByteBuffer.wrap(payload); entries.hasRemaining(); ) {
                char name = entries.getChar();
                settings.put(name, Long.valueOf(entries.getInt() & 0xFFFF_FFFFL));
            }
            return settings;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
