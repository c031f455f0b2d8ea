package io.sallyport.http1;

import java.io.Serial;

/** Ends the parsing of a message from any depth. Never leaves this package, so it carries no stack. */
final class MalformedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final int status;
    private final String reason;

    MalformedException(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
        this.reason = reason;
    }

    static MalformedException badRequest(String reason) {
        return new MalformedException(400, reason);
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }
}
