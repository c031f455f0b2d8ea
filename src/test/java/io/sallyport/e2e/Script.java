package io.sallyport.e2e;

import java.io.IOException;
import java.time.Duration;

/** What an upstream does on one connection; the connection is closed when it returns. */
@FunctionalInterface
public interface Script {

    void play(ScriptedConnection connection) throws IOException, InterruptedException;

    /** Answers every request with the same bytes, for as long as the client keeps the connection. */
    static Script answering(String response) {
        return connection -> {
            while (connection.readRequest()) {
                connection.send(response);
            }
        };
    }

    /** Answers every request with 200 and this text. */
    static Script ok(String text) {
        return answering("HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
    }

    /** Like {@link #ok}, each answer later by that much. */
    static Script okAfter(Duration delay, String text) {
        return connection -> {
            while (connection.readRequest()) {
                connection.pause(delay);
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
            }
        };
    }

    /** Reads one request and never answers. */
    static Script silent() {
        return connection -> {
            connection.readRequest();
            connection.awaitPeerClose();
        };
    }

    /** Resets the connection after reading one request. */
    static Script resetting() {
        return connection -> {
            connection.readRequest();
            connection.reset();
        };
    }

    /** Closes the connection orderly after reading one request. */
    static Script closing() {
        return ScriptedConnection::readRequest;
    }

    /** Sends the beginning of an answer, then resets the connection. */
    static Script resettingAfter(String part) {
        return connection -> {
            connection.readRequest();
            connection.send(part);
            connection.reset();
        };
    }
}
