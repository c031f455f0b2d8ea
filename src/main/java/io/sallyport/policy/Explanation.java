package io.sallyport.policy;

import org.jspecify.annotations.Nullable;

/**
 * A denial told to a person.
 *
 * @param title a short line without line breaks, fit for a status line: {@code evil.example is not a listed host}
 * @param detail one or two sentences
 * @param nearest the listed host the caller may have meant, or null
 * @param remedy the YAML that would allow it, ready to apply; null where no YAML would
 */
public record Explanation(
        String title,
        String detail,
        @Nullable String nearest,
        @Nullable String remedy) {}
