package io.sallyport.telemetry;

import java.util.Locale;
import java.util.Set;

/** Takes secrets out of paths before they are written down. Parameters' names stay, since they say what was asked. */
public final class UrlRedaction {

    static final String REDACTED = "REDACTED";

    // Those that OpenTelemetry's conventions name, the signatures of the large stores; and what services call the keys
    // and tokens that they take in a query.
    private static final Set<String> SECRETS = Set.of(
            "x-amz-signature",
            "x-amz-credential",
            "x-amz-security-token",
            "awsaccesskeyid",
            "signature",
            "sig",
            "x-goog-signature",
            "x-goog-credential",
            "access_token",
            "refresh_token",
            "id_token",
            "token",
            "auth",
            "code",
            "key",
            "apikey",
            "api_key",
            "api-key",
            "access_key",
            "appid",
            "client_secret",
            "secret",
            "password",
            "passwd",
            "pwd",
            "session",
            "sessionid");

    private UrlRedaction() {}

    /** For spans: the values of parameters whose name, in any case, is one of a secret are replaced. */
    static String secrets(String pathAndQuery) {
        return redact(pathAndQuery, false);
    }

    /** For logs, which live long and travel far: every parameter's value is replaced. */
    public static String allValues(String pathAndQuery) {
        return redact(pathAndQuery, true);
    }

    private static boolean isSecret(String name) {
        return SECRETS.contains(name.toLowerCase(Locale.ROOT));
    }

    private static String redact(String pathAndQuery, boolean all) {
        int query = pathAndQuery.indexOf('?');
        if (query < 0 || pathAndQuery.indexOf('=', query) < 0) {
            return pathAndQuery;
        }
        StringBuilder text = new StringBuilder(pathAndQuery.length() + REDACTED.length());
        text.append(pathAndQuery, 0, query + 1);
        int start = query + 1;
        while (start <= pathAndQuery.length()) {
            int end = pathAndQuery.indexOf('&', start);
            end = end < 0 ? pathAndQuery.length() : end;
            int equals = pathAndQuery.indexOf('=', start);
            boolean valued = equals >= 0 && equals < end;
            if (valued && (all || isSecret(pathAndQuery.substring(start, equals)))) {
                text.append(pathAndQuery, start, equals + 1).append(REDACTED);
            } else {
                text.append(pathAndQuery, start, end);
            }
            if (end < pathAndQuery.length()) {
                text.append('&');
            }
            start = end + 1;
        }
        return text.toString();
    }
}
