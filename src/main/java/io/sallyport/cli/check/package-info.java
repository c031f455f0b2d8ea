/**
 * What {@code sallyport check} finds, and the forms it is told in: for a person, a line each, JSON, SARIF.
 *
 * <p>{@link io.sallyport.cli.check.CheckInput} gathers the files, {@link io.sallyport.cli.check.Checker} reads and
 * compiles them into a {@link io.sallyport.cli.check.CheckReport}, {@link io.sallyport.cli.check.OutputFormat} writes
 * it. Texts of files are foreign here: no secret and no control character of theirs gets out.
 *
 * <p>Before it: {@code source}, {@code istio} and {@code compile}. After it: the command in {@code cli}. It may see what
 * {@code cli} may.
 */
@NullMarked
package io.sallyport.cli.check;

import org.jspecify.annotations.NullMarked;
