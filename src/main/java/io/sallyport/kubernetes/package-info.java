/**
 * The Kubernetes API as a place where configuration is kept: resources, Secrets that they name, and the pods that call.
 *
 * <p>Beside {@code source}, whose {@link io.sallyport.source.ConfigSource} it is one of; {@code reload} reads it as it reads
 * files. It writes back what became of a resource that was refused. {@code app} makes it where it is asked for.
 */
@NullMarked
package io.sallyport.kubernetes;

import org.jspecify.annotations.NullMarked;
