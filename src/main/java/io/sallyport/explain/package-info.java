/**
 * Tells a decision in words and YAML.
 *
 * <p>Beside the path: {@code listener} asks it through {@link io.sallyport.policy.Explainer} when a request is denied,
 * never otherwise. It may see istio, compile and policy.
 */
@NullMarked
package io.sallyport.explain;

import org.jspecify.annotations.NullMarked;
