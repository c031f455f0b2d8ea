/**
 * From resources as written to policy in force: all validation, all defaults, all of Istio's precedence. Pure: the same
 * resources give the same compilation.
 *
 * <p>Between {@code istio}, which reads, and {@code reload}, which publishes. {@link
 * io.sallyport.compile.ConfigCompiler} lists the steps. Each kind has a {@code Check}, which refuses what Istio's
 * admission refuses, and a {@code Compiler}, which makes policy of it. When there is no
 * error, {@code analysis} looks for what is probably not meant. It may see istio, fields and policy.
 *
 * <p>A field that is written and not enforced is always reported, last of all, by {@link
 * io.sallyport.compile.FieldReport}; {@link io.sallyport.compile.Coverage} lists all that are written. Where leaving it out would be worse than refusing, what it
 * touches is refused: {@link io.sallyport.compile.Registry} says where.
 */
@NullMarked
package io.sallyport.compile;

import org.jspecify.annotations.NullMarked;
