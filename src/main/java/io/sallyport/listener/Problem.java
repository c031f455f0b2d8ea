package io.sallyport.listener;

import org.jspecify.annotations.Nullable;

/**
 * What went wrong, for the body of an answer (RFC 9457).
 *
 * @param status as sent
 * @param reason a stable kebab-case name
 * @param title one line
 * @param detail a sentence or two; empty for none
 * @param host as asked for; null where the request named none
 * @param port as asked for; 0 where the request named none
 * @param nearest the listed host that may have been meant
 * @param remedy YAML that would allow it
 */
record Problem(
        int status,
        String reason,
        String title,
        String detail,
        @Nullable String host,
        int port,
        @Nullable String nearest,
        @Nullable String remedy) {}
