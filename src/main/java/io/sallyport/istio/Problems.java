package io.sallyport.istio;

import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one document, and knows whether what could be read of it can be used. */
final class Problems {
    private final FileProblems all;
    private final String resource;
    private boolean trusted = true;

    /** The resource is named in every problem: {@code Kind namespace/name}, or empty. */
    Problems(FileProblems all, String resource) {
        this.all = all;
        this.resource = resource;
    }

    /** Reports an error after which the document's resource is left out. */
    void error(String code, Where where, @Nullable String value, String message, @Nullable String expected) {
        trusted = false;
        add(Problem.Severity.ERROR, code, where, value, message, expected);
    }

    /** Reports a field that nobody knows: an error too, yet the rest of the document is as it was meant. */
    void unknownField(Where where, String message, @Nullable String expected) {
        add(Problem.Severity.ERROR, "unknown-field", where, null, message, expected);
    }

    void add(
            Problem.Severity severity,
            String code,
            Where where,
            @Nullable String value,
            String message,
            @Nullable String expected) {
        all.accept(new Problem(severity, code, where, resource, value, message, expected));
    }

    /** Whether more problems of the file would not be listed, so that looking for them is in vain. */
    boolean full() {
        return all.full();
    }

    boolean trusted() {
        return trusted;
    }
}
