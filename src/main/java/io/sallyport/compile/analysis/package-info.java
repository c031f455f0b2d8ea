/**
 * What is worth a second look though it may be loaded: warnings, never errors, about what resources say together.
 *
 * <p>A chamber of the room {@code compile}. {@link io.sallyport.compile.analysis.Analysis} is the way in; {@code
 * ConfigCompiler} goes it once all checks have run, so that what a check has told of a place is not told again. Each
 * analyzer looks at the resources as they were read, through {@link io.sallyport.compile.analysis.Listing}, and does
 * work in proportion to their number. Where {@code istioctl analyze} has a message for the same thing, its code ends the
 * sentence. It may see istio and policy, and of compile the names and visibility.
 */
@NullMarked
package io.sallyport.compile.analysis;

import org.jspecify.annotations.NullMarked;
