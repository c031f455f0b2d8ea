package io.sallyport.istio;

import java.util.Objects;

/** A document that is not read any further. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final int line;
    private final int column;

    /** Line and column count from 1 in the file. */
    Refusal(String code, int line, int column, String message) {
        super(message, null, false, false);
        this.code = code;
        this.line = line;
        this.column = column;
    }

    Problem problem(String file) {
        return new Problem(
                Problem.Severity.ERROR,
                code,
                Where.of(file, line, column, ""),
                "",
                null,
                Objects.requireNonNull(getMessage()),
                null);
    }
}
