/**
 * The command line: one class a command, all listed in {@link io.sallyport.cli.SallyportCommand}.
 *
 * <p>It turns flags into settings and hands over to {@code app}, or does its work at once ({@code check}). It may see
 * every room but {@code app}, which starts it.
 */
@NullMarked
package io.sallyport.cli;

import org.jspecify.annotations.NullMarked;
