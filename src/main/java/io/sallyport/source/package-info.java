/**
 * Where resources come from: files and folders of YAML.
 *
 * <p>First room of the config plane: it hands texts to {@code istio}, and says when to look again. {@code reload} is
 * its one reader. It may see istio, compile and policy.
 */
@NullMarked
package io.sallyport.source;

import org.jspecify.annotations.NullMarked;
