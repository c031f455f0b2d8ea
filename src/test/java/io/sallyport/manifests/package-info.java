/**
 * Holds k8s/ against what it is about: the CustomResourceDefinitions against the field catalogue they are written from,
 * every rendered overlay against Kubernetes' types and the rules of this house for pods.
 *
 * <p>It sees everything; nobody sees it.
 */
@NullMarked
package io.sallyport.manifests;

import org.jspecify.annotations.NullMarked;
