package io.sallyport.tls;

/** A ClientHello that breaks a rule. Carries no stack: it is a client's doing, and anybody may cause many. */
final class MalformedGreetingException extends Exception {

    private static final long serialVersionUID = 1;

    private final String reason;

    MalformedGreetingException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
