package io.sallyport.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why the API did not do what it was asked, in one line that names what was asked for. */
final class ApiFailure {

    /** What the library says of a watch that is not let in; behind the path is what differs at each try. */
    private static final Pattern OF_A_WATCH = Pattern.compile("^Received (\\d+) on websocket.* at: ([^? ]+)");

    private ApiFailure() {}

    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && isShell(cause)) {
            cause = cause.getCause();
        }
        return cause instanceof TimeoutException ? "the API server did not answer in time" : said(cause);
    }

    /** The server's own sentence, where there is one: the library's has the whole answer behind it. */
    private static String said(Throwable cause) {
        if (cause instanceof KubernetesClientException told
                && told.getStatus() != null
                && isSentence(told.getStatus().getMessage())) {
            return told.getStatus().getMessage();
        }
        String message = String.valueOf(cause.getMessage());
        Matcher watch = OF_A_WATCH.matcher(message);
        if (watch.find()) {
            return "watching " + watch.group(2) + " was answered by " + watch.group(1);
        }
        int status = message.indexOf(". Received status:");
        return status < 0 ? message : message.substring(0, status);
    }

    private static boolean isSentence(@Nullable String message) {
        return message != null && message.contains(" ");
    }

    private static boolean isShell(Throwable failure) {
        return failure instanceof ExecutionException
                || failure instanceof CompletionException
                // There was no answer: why, only the cause knows.
                || (failure instanceof KubernetesClientException told
                        && told.getStatus() == null
                        && told.getCode() <= 0);
    }
}
