/**
 * From resources as written to policy in force: all validation, all defaults, all of Istio's precedence. Pure: the same
 * resources give the same compilation.
 *
 * <p>Between {@code istio}, which reads, and {@code reload}, which publishes. {@link
 * io.sallyport.compile.ConfigCompiler} lists the steps. Each kind has a {@code Check}, which refuses what Istio's
 * admission refuses and names what is not enforced, and a {@code Compiler}, which makes policy of it. When there is no
 * error, {@code analysis} looks for what is probably not meant. It may see istio and policy.
 *
 * <p>A field that is not enforced yet is always reported. Where leaving it out would be worse than refusing, what it
 * touches is refused: {@link io.sallyport.compile.Registry} says where.
 */
@NullMarked
package io.sallyport.compile;

import org.jspecify.annotations.NullMarked;
