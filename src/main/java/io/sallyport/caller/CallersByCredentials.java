package io.sallyport.caller;

import io.sallyport.exchange.Exchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Who proved to be a user by {@code Proxy-Authorization} (RFC 9110 section 11.7.2, Basic), which HTTP clients send that
 * find user and password in their proxy's URL. It names, it does not admit: wrong credentials are as good as none.
 */
public final class CallersByCredentials implements CallerSource {

    private static final String BASIC = "basic ";

    /**
     * A user.
     *
     * @param passwordHash SHA-256 of the password
     * @param caller who that is
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never printed
    record User(byte[] passwordHash, KnownCaller caller) {}

    private final Map<String, User> users;

    CallersByCredentials(Map<String, User> users) {
        this.users = Map.copyOf(users);
    }

    @Override
    public @Nullable CompletableFuture<KnownCaller> find(Exchange exchange) {
        String sent = users.isEmpty() ? null : exchange.head().header("proxy-authorization");
        if (sent == null || !sent.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
            return null;
        }
        KnownCaller caller = caller(sent.substring(BASIC.length()).strip());
        return caller == null ? null : CompletableFuture.completedFuture(caller);
    }

    private @Nullable KnownCaller caller(String encoded) {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException _) {
            return null;
        }
        String credentials = new String(decoded, StandardCharsets.UTF_8);
        int colon = credentials.indexOf(':');
        User user = colon < 0 ? null : users.get(credentials.substring(0, colon));
        if (user == null) {
            return null;
        }
        byte[] hash = hash(credentials.substring(colon + 1));
        return MessageDigest.isEqual(hash, user.passwordHash()) ? user.caller() : null;
    }

    static byte[] hash(String password) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: every Java has it", e);
        }
    }
}
